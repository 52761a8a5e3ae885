import type { ChoiceGroup, Desk, InboundPart, Locale } from '../../core/contract/index.ts'
import type { Desks } from './desk.ts'
import type { Dialog } from './dialog.ts'
import { type Graded, grade } from './grade.ts'
import { NOON, PLACES } from './salon.ts'
import { bookVisit, readVisit, takeTime, visitsIn, type WrittenVisit } from './visit.ts'

/** What came of a dialog. */
export interface Played extends Graded {
  dialog: Dialog
  /** Messages and presses of the client. */
  turns: number
  transcript: readonly string[]
}

/** What the desk answered to one message. */
interface Heard {
  text: string
  choices?: ChoiceGroup
  isStaff: boolean
}

/** How often the client answers by itself what the desk asks. */
const MOST_ANSWERS = 12

/** The language may have changed on the way. */
const ASKS = {
  name: /зовут|чь[её] имя|имя и номер|ваше имя|your name|what name|name and/iu,
  phone: /номеру? телефона|какому номеру|номере ошибка|phone number|what number|number looks/iu,
} as const
const ANYONE: Readonly<Record<Locale, string>> = { ru: 'всё равно к кому', en: 'anyone is fine' }

/** Plays a dialog at a desk of its own and grades what stands in the book afterwards. */
export async function play(dialog: Dialog, desks: Desks): Promise<Played> {
  const place = PLACES[dialog.locale]
  const client = { ...place.client, ...dialog.client }
  const now = `${dialog.now ?? NOON}:00${place.offset}`
  const visits = (dialog.visits ?? []).map(line => readVisit(line, place.offset))
  const opened = await desks.open(dialog, visits.some(visit => isOver(visit, now)) ? beforeAll(now) : now)
  const { desk, crm, clock } = opened
  try {
    // What is over by now was booked while it was still to come.
    for (const visit of visits.filter(one => isOver(one, now))) await bookVisit(crm, visit, client)
    await clock.advanceTo(now)
    for (const visit of visits.filter(one => !isOver(one, now))) await bookVisit(crm, visit, client)
    const taken = new Set<string>()
    for (const line of dialog.taken ?? [])
      for (const id of await takeTime(crm, readVisit(line, place.offset))) taken.add(id)

    const isKnown = dialog.visits !== undefined || client.verified === true
    const talk = createTalk(desk, desks, isKnown ? client.phone : undefined)
    const problems: string[] = []
    let heard: Heard = { text: '', isStaff: false }
    for (const line of dialog.says) {
      if (typeof line === 'object' && 'finish' in line) heard = await finish(dialog, talk, heard)
      else if (typeof line === 'string') heard = await talk.say(line)
      else {
        heard = 'press' in line ? await talk.press(new RegExp(line.press, 'iu')) : await talk.say(line.say)
        const said = 'press' in line ? line.press : line.say
        if (line.answer !== undefined && !new RegExp(line.answer, 'isu').test(heard.text))
          problems.push(`after "${said}" the answer does not match /${line.answer}/`)
        if (line.not !== undefined && new RegExp(line.not, 'isu').test(heard.text))
          problems.push(`after "${said}" the answer matches /${line.not}/`)
      }
    }
    heard = await finish(dialog, talk, heard)
    if (talk.isStuck()) problems.push('the same was said three times')
    const graded = grade(dialog, { visits: await visitsIn(crm, taken), isStaff: heard.isStaff, problems })
    return { dialog, turns: talk.turns(), transcript: talk.transcript, ...graded }
  } finally {
    await opened.close()
  }
}

const isOver = ({ start }: WrittenVisit, now: string) => Date.parse(start) <= Date.parse(now)

/** Visits can be booked for two months ahead. */
const beforeAll = (now: string) => new Date(Date.parse(now) - 50 * 86_400_000).toISOString()

/** What a client does when nothing else is left to say: gives name and phone, agrees to the summary. */
async function finish(dialog: Dialog, talk: Talk, last: Heard): Promise<Heard> {
  const client = { ...PLACES[dialog.locale].client, ...dialog.client }
  let heard = last
  for (let answered = 0; answered < MOST_ANSWERS && !heard.isStaff; answered++) {
    const wants = [
      ...(ASKS.name.test(heard.text) ? [client.name] : []),
      ...(ASKS.phone.test(heard.text) ? [client.phone] : []),
    ]
    if (heard.choices?.kind === 'confirm')
      heard = dialog.confirm === undefined ? await talk.press(/./u) : await talk.say(dialog.confirm)
    else if (wants.length > 0) heard = await talk.say(wants.join(' '))
    else if (heard.choices?.kind === 'employees') heard = await talk.say(client.employee ?? ANYONE[dialog.locale])
    else break
  }
  return heard
}

type Talk = ReturnType<typeof createTalk>

function createTalk(desk: Desk, { stopwatch }: Desks, verifiedPhone?: string) {
  const address = 'client'
  const transcript: string[] = []
  const said: string[] = []
  let turns = 0
  let seen = 0
  let isStuck = false
  let shown: ChoiceGroup[] = []

  async function send(part: InboundPart, words: string): Promise<Heard> {
    turns += 1
    transcript.push(`> ${words}`)
    const sender = verifiedPhone === undefined ? {} : { sender: { verifiedPhone } }
    const { conversation, message } = await desk.deliver({
      kind: 'message',
      id: `message-${turns}`,
      address,
      parts: [part],
      ...sender,
    })
    const call = { signal: AbortSignal.timeout(20_000), deadline: Number.MAX_SAFE_INTEGER }
    if (message === undefined || !(await desk.answered({ conversation, message }, call)))
      throw new Error(`no answer to "${words}"`)
    stopwatch.lap()
    const view = await desk.conversation({ address, after: seen })
    const fresh = view?.messages.filter(({ author }) => author === 'desk') ?? []
    seen = view?.messages.at(-1)?.seq ?? seen
    const text = fresh.map(one => one.text).join('\n')
    const choices = fresh.flatMap(one => one.choices ?? [])
    shown = [...choices.toReversed(), ...shown]
    transcript.push(`  ${text.replaceAll('\n', '\n  ')}`)
    for (const { kind, options } of choices)
      transcript.push(`  [${kind}: ${options.map(({ label }) => label).join(' | ')}]`)
    const [before, last] = said.slice(-2)
    if (text !== '' && before === text && last === text) isStuck = true
    said.push(text)
    const newest = choices.at(-1)
    return { text, isStaff: view?.mode === 'staff', ...(newest && { choices: newest }) }
  }

  return {
    transcript,
    turns: () => turns,
    isStuck: () => isStuck,
    say: (text: string) => send({ type: 'text', text }, text),
    async press(label: RegExp): Promise<Heard> {
      const option = shown.flatMap(({ options }) => options).find(one => label.test(one.label))
      if (!option) throw new Error(`no button ${label}:\n${transcript.join('\n')}`)
      return send({ type: 'choice', id: option.id }, `[${option.label}]`)
    },
  }
}
