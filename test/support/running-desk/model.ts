import {
  type GeminiFake,
  type GeminiFakeAnswer,
  type GeminiFakeRequest,
  startGeminiFake,
} from '../../fakes/gemini/index.ts'

/** One answer of the model, or how it is made from what the model is shown. */
export type Step = GeminiFakeAnswer | ((request: GeminiFakeRequest) => GeminiFakeAnswer | Promise<GeminiFakeAnswer>)

/** Gemini as a test plays it: its answers one after the other. */
export interface Model extends GeminiFake {
  /** What it answers to its next requests, in this order. A request too many gets an error. */
  will(...steps: readonly Step[]): void
  /** What it answers from now on, however often it is asked, after what it answers `first`. */
  always(step: Step, ...first: readonly Step[]): void
  /** Answers that nobody has asked for. */
  left(): number
  /** Everything that it was sent since the last call, as one text. */
  heard(): string
}

/** Starts it. */
export async function startModel(): Promise<Model> {
  const steps: Step[] = []
  let habit: Step | undefined
  let read = 0
  const play = (step: Step, request: GeminiFakeRequest) => (typeof step === 'function' ? step(request) : step)
  const fake = await startGeminiFake({
    answer(request) {
      const step = steps.shift() ?? habit
      return step === undefined ? { fault: 'too_long' } : play(step, request)
    },
  })
  return Object.assign(fake, {
    will(...next: readonly Step[]) {
      habit = undefined
      steps.splice(0, steps.length, ...next)
    },
    always(step: Step, ...first: readonly Step[]) {
      habit = step
      steps.splice(0, steps.length, ...first)
    },
    left: () => steps.length,
    heard() {
      const news = fake.requests.slice(read)
      read = fake.requests.length
      return JSON.stringify(news)
    },
  })
}

/** A call, as a step. */
export const call = (name: string, args: Record<string, unknown> = {}): GeminiFakeAnswer => ({
  calls: [{ name, args }],
})

/** A text, as a step. */
export const text = (said: string): GeminiFakeAnswer => ({ text: said })

interface SeenSlot {
  slot_id: string
  time: string
  date: string
}

/** The token of a free time as the model was shown it, newest first; the first one without a time. */
export function slotIn({ contents }: Pick<GeminiFakeRequest, 'contents'>, time?: string): string {
  const shown = contents
    .flatMap(({ parts = [] }) => parts.flatMap(part => part.functionResponse ?? []))
    .filter(({ name }) => name === 'get_available_slots')
    .flatMap(({ response }) => {
      const { slots = [], others = [] } = response as { slots?: SeenSlot[]; others?: SeenSlot[] }
      return [slots.length > 0 ? slots : others]
    })
    .at(-1)
  const found = shown?.find(slot => time === undefined || slot.time === time)
  if (!found) throw new Error(`the model was not shown ${time ?? 'any time'}`)
  return found.slot_id
}

/** The token of a time of the turns before, as it stands in the system prompt. */
export function offeredAt(system: string, time: string): string {
  const token = new RegExp(`^([\\w-]{16}): [\\d-]+ ${time}`, 'm').exec(system)?.[1]
  if (token === undefined) throw new Error(`${time} is not in the prompt`)
  return token
}
