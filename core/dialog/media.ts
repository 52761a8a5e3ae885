import type { LlmPart } from '../contract/index.ts'
import { withDeadline } from '../ledger/crm-call.ts'
import { codeOf } from '../ledger/error-code.ts'
import type { HeardMedia } from './heard.ts'
import type { TurnContext } from './turn-context.ts'

/** What a model takes in one request is bounded; base64 makes a third more of it. */
const MAX_FILE_BYTES = 10_000_000
const MAX_ALL_BYTES = 14_000_000
const MAX_FILES = 4
const FETCH_WITHIN_MS = 15_000

/** Media of a turn, as a model reads them. */
export interface ReadMedia {
  parts: readonly LlmPart[]
  /** One of them should have been readable and was not. */
  hasFailed: boolean
}

type MediaPart = Extract<LlmPart, { type: 'media' }>

/** What the record of the step keeps: never the bytes. */
type Fetched = { mimeType: string; bytes: number } | { code: string }

const NONE: ReadMedia = { parts: [], hasFailed: false }

/** `audio/ogg; codecs=opus` is `audio/ogg`. */
function plainType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase()
}

/** Those that can be fetched and that a model may be able to take. */
function readable({ parts, turn }: TurnContext, media: readonly HeardMedia[]): readonly HeardMedia[] {
  const kinds = parts.capabilitiesOf(turn.conversation.instance).media
  return media
    .filter(
      ({ media: kind, ref, mimeType, bytes = 0 }) =>
        // What a channel only tells of, a poll for instance, can't be fetched.
        ref !== null &&
        // A sticker says nothing that a model could answer to.
        kind !== 'sticker' &&
        kinds.includes(kind) &&
        bytes <= MAX_FILE_BYTES &&
        (mimeType === undefined || parts.brains.takes(plainType(mimeType))),
    )
    .slice(0, MAX_FILES)
}

/** Fetches one file; what goes wrong is its client's to hear and never the turn's end. */
async function fetchOne(
  context: TurnContext,
  { ref }: HeardMedia,
  maxBytes: number,
): Promise<MediaPart | { code: string }> {
  const { parts, turn, call } = context
  const { instance } = turn.conversation
  const fetchMedia = parts.fetchMediaOf(instance)
  if (!fetchMedia || maxBytes <= 0) return { code: 'unsupported' }
  const deadline = Math.min(call.deadline, parts.clock.now() + FETCH_WITHIN_MS)
  try {
    const { mimeType, bytes } = await withDeadline(
      { journal: parts.journal, signal: call.signal },
      { untilMs: deadline, deadline },
      bounded => fetchMedia({ ref, maxBytes }, bounded),
    )
    if (bytes.length === 0 || bytes.length > maxBytes) return { code: 'invalid' }
    return { type: 'media', mimeType: plainType(mimeType), base64: Buffer.from(bytes).toString('base64') }
  } catch (error) {
    if (call.signal.aborted) throw error
    const code = codeOf(error, 'unavailable')
    parts.log.warn({ instance, code, err: error }, 'what a client sent cannot be fetched')
    return { code }
  }
}

async function fetchAll(
  context: TurnContext,
  media: readonly HeardMedia[],
): Promise<readonly (MediaPart | { code: string })[]> {
  const fetched: (MediaPart | { code: string })[] = []
  let left = MAX_ALL_BYTES
  for (const one of media) {
    const part = await fetchOne(context, one, Math.min(left, MAX_FILE_BYTES))
    if ('base64' in part) left -= bytesOf(part)
    fetched.push(part)
  }
  return fetched
}

const bytesOf = ({ base64 }: MediaPart) => Buffer.byteLength(base64, 'base64')

/**
 * Fetches what the client sent, as a step of the turn. The journal keeps what it was and not the bytes: a turn that is resumed
 * fetches what it had before once more.
 */
export async function readMedia(context: TurnContext, media: readonly HeardMedia[]): Promise<ReadMedia> {
  const wanted = readable(context, media)
  if (wanted.length === 0) return NONE
  let fetched: readonly (MediaPart | { code: string })[] | undefined
  const recorded = await context.steps.take<readonly Fetched[]>({
    kind: 'media',
    name: 'fetch',
    input: wanted.map(({ media: kind }) => kind),
    async perform() {
      fetched = await fetchAll(context, wanted)
      return {
        output: fetched.map(part => ('code' in part ? part : { mimeType: part.mimeType, bytes: bytesOf(part) })),
      }
    },
  })
  fetched ??= await fetchAll(
    context,
    wanted.filter((_, index) => 'bytes' in (recorded[index] ?? {})),
  )
  const parts = fetched.flatMap(part => ('base64' in part && context.parts.brains.takes(part.mimeType) ? part : []))
  return { parts, hasFailed: recorded.some(one => 'code' in one) || fetched.some(part => 'code' in part) }
}
