import type { Reply } from '../support/running-desk/client.ts'
import { type RunningDesk, startDesk } from '../support/running-desk/index.ts'
import { company, MONDAY } from '../support/running-desk/salon.ts'
import { freePort } from '../support/service.ts'
import type { CrmOfSeven, KeptVisit, OpenCrm } from '../support/seven-crms.ts'
import { askAsStranger } from './stranger.ts'

/** A moment of the dialog, seen from both sides. */
export interface Scene {
  /** What the client reads last. */
  text: string
  /** Of the visit, as the desk tells it. */
  status: string
  start: string
  /** What the provider keeps. */
  kept: readonly KeptVisit[]
  /** The visit as the CRM's own API answers it to a stranger. */
  raw: readonly unknown[]
}

/** A whole dialog. */
export interface Played {
  booked: Scene
  moved: Scene
  cancelled: Scene
  /** What the provider holds against who called it. */
  violations: number
}

/** What the client says, in the language in which the salon has named its services. */
interface Script {
  book: string
  who: string
  move: string
  cancel: string
}

const scriptFor = ({ service, employee }: CrmOfSeven): Script =>
  /[а-я]/i.test(service.en)
    ? {
        book: `${service.ru}, мастер ${employee.ru}, завтра в 12:00`,
        who: 'Ольга Брандт, +7 916 123-45-67',
        move: 'Перенесите мою запись на завтра на 15:00',
        cancel: 'Отмените мою запись',
      }
    : {
        book: `A ${service.en} with ${employee.en} tomorrow at 12:00`,
        who: 'Olga Brandt, +7 916 123-45-67',
        move: 'Move my visit to tomorrow at 15:00',
        cancel: 'Cancel my visit',
      }

/** Between two steps: a stranger asks from the same address, and a provider that counts a minute has forgotten it then. */
const PAUSE_MS = 61_000

const AGREE = /^(Confirm|Подтвердить|Move it|Перенести|Yes, cancel it|Да, отменить)$/

/**
 * The same dialog over any of the seven: a message, a booked visit, a move, a cancellation. The whole desk runs, the rules
 * brain leads, and the provider's stand-in is asked over HTTP after each step. `say` gets what was said.
 */
export async function playDialog(crm: CrmOfSeven, say: (line: string) => void = () => {}): Promise<Played> {
  const port = await freePort()
  const deskUrl = `http://127.0.0.1:${port}`
  let desk: RunningDesk | undefined
  const opened = await crm.open({ now: () => desk?.clock.now() ?? Date.parse(MONDAY), deskUrl })
  const running = await startDesk({
    config: {
      crm: opened.block,
      company: company(opened.company),
      server: { host: '127.0.0.1', port, requestsPerMinute: 1_000_000 },
    },
  })
  desk = running
  const olga = running.client('olga')
  const script = scriptFor(crm)

  const heard = (reply: Reply): Reply => {
    say(`  desk:   ${reply.text.replaceAll('\n', '\n          ')}`)
    if (reply.labels.length > 0) say(`          [${reply.labels.join('] [')}]`)
    return reply
  }
  const says = async (text: string) => {
    say(`  client: ${text}`)
    return heard(await olga.says(text))
  }
  /** Agrees; where the salon has to confirm, it does so, as the bridge would. */
  const agrees = async () => {
    say(`  client: [${olga.button(AGREE).label}]`)
    const reply = heard(await olga.presses(AGREE))
    if (!crm.onlyRequests) return reply
    const confirmed = await confirm(opened)
    if (!confirmed) return reply
    say('  salon:  confirms over the bridge')
    return heard(await olga.reads())
  }
  const scene = async (reply: Reply): Promise<Scene> => {
    const kept = opened.visits()
    const visit = kept.findLast(({ isLive }) => isLive) ?? kept.at(-1)
    const shown = reply.visits.findLast(({ status }) => status !== 'cancelled') ?? reply.visits.at(-1)
    const seen = { text: reply.text, status: shown?.status ?? '', start: shown?.start ?? '', kept }
    running.clock.advance(PAUSE_MS)
    const raw = visit ? await askAsStranger(opened, visit) : []
    running.clock.advance(PAUSE_MS)
    return { ...seen, raw }
  }

  try {
    await says(script.book)
    await says(script.who)
    const booked = await scene(await agrees())
    await says(script.move)
    const moved = await scene(await agrees())
    await says(script.cancel)
    const cancelled = await scene(await agrees())
    return { booked, moved, cancelled, violations: opened.violations() }
  } finally {
    await running.stop()
    await opened.close()
  }
}

/** The salon answers what it was asked last; false when that needs no answer. */
async function confirm(opened: OpenCrm): Promise<boolean> {
  const [visit] = opened.visits()
  const told = visit ? (await askAsStranger(opened, visit)).flat() : []
  const { event, callback } = Object(told.at(-1))
  if (!String(event).endsWith('requested')) return false
  const response = await fetch(callback, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'booked' }),
  })
  if (!response.ok) throw new Error(`the desk answered ${response.status} to the bridge`)
  return true
}
