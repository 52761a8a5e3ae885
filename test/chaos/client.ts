import type { ChoiceOption, InboundPart, OutboundMessage } from '../../core/contract/index.ts'
import type { ClientPlan, Goal } from './plan.ts'
import type { Random } from './random.ts'
import { pause } from './run-time.ts'

/** How a client reaches the desk. */
export interface Line {
  /** Delivers one message until the desk takes it; `again` also later, as providers do. */
  deliver(parts: readonly InboundPart[], again: boolean): Promise<void>
  /** What came since the last call; waits for something, not longer than `withinMs`. */
  hear(withinMs: number): Promise<readonly OutboundMessage[]>
}

/** Steps towards one goal after which a client gives up. */
const PATIENCE = 9
const ANSWER_WITHIN_MS = 25_000

/** A time is kept for a minute of the desk. */
const HOLD_ENDS_MS = 61_000

const OPENERS: Record<Goal, readonly [string, ...string[]]> = {
  book: ['I would like a manicure tomorrow', 'Hello, I need styling tomorrow please', 'a manicure', 'book me styling'],
  move: ['move my visit', 'I want to move my booking'],
  cancel: ['cancel my visit', 'please cancel my booking'],
}

const DONE: Record<Goal, RegExp> = { book: /^You are booked/, move: /^Moved/, cancel: /booking is cancelled/ }

/** Plays one client from the first word to the last. */
export async function playClient(plan: ClientPlan, line: Line, dice: Random): Promise<void> {
  let stale: ChoiceOption[] = []
  const say = (text: string) => line.deliver([{ type: 'text', text }], dice.chance(0.15))

  async function press(option: ChoiceOption): Promise<void> {
    stale = [...stale, option].slice(-8)
    const part: InboundPart = { type: 'choice', id: option.id }
    if (!dice.chance(0.12)) return line.deliver([part], dice.chance(0.15))
    await Promise.all([line.deliver([part], false), line.deliver([part], false)])
  }

  async function open(goal: Goal): Promise<void> {
    if (goal !== 'book' && dice.chance(0.6)) return line.deliver([{ type: 'command', command: 'my' }], false)
    const words = dice.pick(OPENERS[goal])
    if (!dice.chance(0.2)) return say(words)
    // Several messages, as people write.
    await Promise.all([say('Hi!'), say(words)])
  }

  async function confirm(options: readonly ChoiceOption[]): Promise<void> {
    const [yes, no] = options
    if (!yes) return
    const manner = dice.next()
    if (manner < 0.6) return press(yes)
    if (manner < 0.72) return say('yes')
    if (manner < 0.78 && no) return press(no)
    if (manner < 0.86) {
      await Promise.all([press(yes), say('thank you')])
      return
    }
    // So long that the time is kept no more.
    if (manner < 0.87) await pause(HOLD_ENDS_MS)
    return press(yes)
  }

  function wanted(goal: Goal, options: readonly ChoiceOption[]): ChoiceOption | undefined {
    const label = goal === 'move' ? /^Move/ : goal === 'cancel' ? /^(Cancel|Yes)/ : /Another time|assistant/
    return options.find(option => label.test(option.label)) ?? options.find(option => /assistant/.test(option.label))
  }

  /** Answers what the desk said; false when there is nothing more to say to it. */
  async function react(goal: Goal, message: OutboundMessage): Promise<boolean> {
    const { text, choices } = message
    const old = stale.at(dice.between(0, 7))
    if (old && dice.chance(0.05)) await press(old)
    if (choices?.kind === 'confirm') await confirm(choices.options)
    else if (/name/i.test(text) && !choices) await say(`${plan.name}, ${plan.phone}`)
    else if (/phone|number/i.test(text) && !choices) await say(plan.phone)
    else if (choices && choices.kind !== 'other') {
      const [first, ...rest] = choices.options
      if (!first) return false
      // Most want the same: the first that is offered.
      await press(dice.chance(0.5) ? first : dice.pick([first, ...rest.slice(0, 4)]))
    } else {
      const option = wanted(goal, choices?.options ?? [])
      if (!option) return false
      await press(option)
    }
    return true
  }

  async function pursue(goal: Goal): Promise<void> {
    await open(goal)
    let silences = 0
    for (let step = 0; step < PATIENCE; step += 1) {
      const heard = await line.hear(ANSWER_WITHIN_MS)
      const last = heard.at(-1)
      if (heard.some(({ text }) => DONE[goal].test(text))) return
      if (!last) {
        silences += 1
        if (silences > 2) return
        await say('Hello? Are you there?')
      } else if (/checking/.test(last.text)) continue
      else if (!(await react(goal, last))) {
        if (dice.chance(0.5)) return
        await open(goal)
      }
    }
  }

  await pause(plan.startsAfterMs)
  for (const goal of plan.goals) await pursue(goal)
}
