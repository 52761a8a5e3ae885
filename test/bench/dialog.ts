import type { GeminiFakeAnswer, GeminiFakeRequest } from '../fakes/gemini/index.ts'

/** What every measured client writes. */
export const QUESTION = 'What does a haircut cost?'

/** What the model says at the end of a measured turn. */
const ANSWER = ['A haircut costs 1,500 roubles and takes 45 minutes. ', 'Shall I look for a free time?']

/** One turn is two model calls with one tool call between them. */
export function answerOfBench(request: Pick<GeminiFakeRequest, 'results'>): GeminiFakeAnswer {
  return request.results.length === 0 ? { calls: [{ name: 'get_services' }] } : { text: ANSWER }
}
