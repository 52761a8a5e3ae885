import { answerQuestions, notKnown } from '../answers/questions.ts'
import { book } from '../flows/booking.ts'
import { cancel } from '../flows/cancelling.ts'
import { move } from '../flows/moving.ts'
import { serviceList } from '../flows/services-step.ts'
import { comingVisits, tellVisits } from '../flows/visits.ts'
import { isAsking } from '../intents/asking.ts'
import { type Intent, isPlainYes, isQuestion } from '../intents/intents.ts'
import { hasWish, withoutWishes } from './heard.ts'
import type { Flow } from './memory.ts'
import { namesVisit, nextFlow } from './next-flow.ts'
import { remind } from './reminder.ts'
import { type Steps, use } from './replay.ts'
import { type Answer, ask, awaitConsent, has, offerPerson, reset, type Turn, tell } from './turn.ts'

/** One whole turn: side questions first, then the matter that the client came for, one question at the end. */
export function* converse(turn: Turn): Steps<Answer> {
  if (has(turn, 'human')) return { ...tell(turn), handover: true }
  if (has(turn, 'complaint')) return { ...tell(turn, turn.speaker.say('sorry')), handover: true }
  if (has(turn, 'abuse')) return offerPerson(turn, turn.speaker.say('calm'))
  const asPerson = answerToPersonOffer(turn)
  if (asPerson !== undefined) return asPerson
  const answers = yield* answerQuestions(turn)
  const flow = nextFlow(turn, answers.length > 0)
  if (flow === 'stop') return stop(turn)
  if (flow === 'mine') return joined(answers, yield* tellVisits(turn))
  if (flow === 'decline') return decline(turn, answers)
  if (flow === 'remind') return joined(answers, awaitConsent(turn))
  if (flow === 'first') return joined([...answers, turn.speaker.say('confirm_first')], awaitConsent(turn))
  if (flow === 'draft') return joined(answers, yield* aboutDraft(turn))
  // "One moment, I'll ask my husband": the question waits, and is not put again.
  if (has(turn, 'wait') && !turn.isProgress && answers.length === 0 && !hasWish(turn.heard))
    return { texts: [turn.speaker.say('okay')] }
  const agreed = flow === turn.memory.flow && answers.length === 0 ? agreedToList(turn) : undefined
  if (agreed !== undefined) return agreed
  if (flow !== undefined && answers.length === 0 && isUnknownQuestion(turn))
    return joined([notKnown(turn)], remind(turn))
  if (flow !== undefined && flow === turn.memory.flow && isAside(turn, answers))
    return joined([...courtesies(turn, flow), ...answers], remind(turn))
  if (flow !== undefined)
    return joined([...courtesies(turn, flow), ...answers], yield* run(turn, flow, answers.length > 0))
  return yield* withoutMatter(turn, answers)
}

/** "Cancel the booking" or "move it" in the middle of a booking: a visit is meant only when there is one. */
function* aboutDraft(turn: Turn): Steps<Answer> {
  const isCancelling = has(turn, 'cancel')
  if (namesVisit(turn) || (turn.memory.chosen === undefined && turn.situation.pendingConsent === undefined)) {
    const visits = yield* comingVisits(turn)
    if ('answer' in visits) return visits.answer
    if (visits.list.length > 0) return yield* run(turn, isCancelling ? 'cancel' : 'move', false)
  }
  if (isCancelling) return stop(turn)
  if (turn.heard.time.touched) return yield* book(turn)
  const { chosen: _moved, time: _wish, ...memory } = turn.memory
  turn.memory = { ...memory, offeredIds: [] }
  return ask(turn, 'time', turn.speaker.say('ask_other_time'))
}

/** The text only asked something, and was answered: the matter waits for its own answer. */
function isAside(turn: Turn, answers: readonly string[]): boolean {
  const about = turn.memory.asked?.about
  if (answers.length === 0 || about === undefined || has(turn, 'book')) return false
  // "What shall I change?" is answered by naming the thing: "the person".
  if (about === 'change' && !turn.heard.text.includes('?')) return false
  return about === 'variant' ? !turn.isProgress : isQuestion(turn.heard.intents) || !hasWish(turn.heard)
}

/** "Sounds good" to a list of times is no answer, but no misunderstanding either: it takes longer until a person is offered. */
function agreedToList(turn: Turn): Answer | undefined {
  const { heard, memory, speaker, isProgress, maxQuestions } = turn
  const { asked } = memory
  if (asked === undefined || (asked.about !== 'time' && asked.about !== 'pick')) return undefined
  const isAgreeing = has(turn, 'yes') && !has(turn, 'no') && !heard.text.includes('?')
  if (!isAgreeing || isProgress || heard.time.number !== undefined || hasWish(heard)) return undefined
  const times = asked.times + 1
  if (times > maxQuestions + 2) return offerPerson(turn)
  turn.memory = { ...memory, asked: { about: asked.about, times } }
  return { texts: [speaker.say(times % 2 === 0 ? 'say_when' : 'which_time')] }
}

/** In the middle of a matter something was asked that nobody here knows about. */
function isUnknownQuestion({ heard, memory, isProgress }: Turn): boolean {
  const known: readonly Intent[] = ['greeting', 'thanks', 'help', 'smalltalk', ...(isOpenQuestion(heard) ? YES : [])]
  const isMeant = [...heard.intents].some(intent => !known.includes(intent))
  return memory.asked !== undefined && isAsking(heard.text) && !isMeant && !isProgress && !hasWish(heard)
}

const YES: readonly Intent[] = ['yes']

/** «Можно с собачкой?» agrees to nothing, though its first word alone would. */
function isOpenQuestion({ text }: Turn['heard']): boolean {
  return isAsking(text) && !isPlainYes(text.replaceAll('?', ' '))
}

function* run(turn: Turn, flow: Flow, isAnswered: boolean): Steps<Answer> {
  if (turn.memory.flow !== undefined && turn.memory.flow !== flow) begin(turn)
  if (isAnswered && isQuestion(turn.heard.intents) && !has(turn, 'book')) turn.heard = withoutWishes(turn.heard)
  // A digression is no failed attempt to answer.
  if (isAnswered && turn.memory.asked !== undefined)
    turn.memory = { ...turn.memory, asked: { ...turn.memory.asked, times: 0 } }
  if (flow === 'move') return yield* move(turn)
  if (flow === 'cancel') return yield* cancel(turn)
  return yield* book(turn)
}

/** Another matter than before: its services and times are other ones; what this text wishes stays. */
function begin(turn: Turn): void {
  const { time } = turn.heard
  const wished = turn.memory
  reset(turn)
  turn.memory = {
    ...turn.memory,
    serviceIds: turn.heard.services.certain,
    options: turn.heard.services.unclear,
    employeeIds: turn.heard.employees.unclear ? [] : turn.heard.employees.ids,
    ...(time.wish === undefined ? {} : { time: time.wish }),
    ...(time.puzzle === undefined ? {} : { puzzle: time.puzzle }),
    ...(time.excluded.length === 0 ? {} : { notDates: time.excluded }),
    notEmployeeIds: turn.heard.employees.excluded,
  }
  // "Move it" may turn into "no, cancel it": the visit stays the same.
  if (wished.flow !== 'book' && wished.visitId !== undefined) turn.memory = { ...turn.memory, visitId: wished.visitId }
  if (wished.orAnyone) turn.memory = { ...turn.memory, orAnyone: true }
}

function* withoutMatter(turn: Turn, answers: readonly string[]): Steps<Answer> {
  const { speaker, memory, situation } = turn
  if (answers.length > 0) {
    const invites = has(turn, 'price') || has(turn, 'services') || has(turn, 'employees') || has(turn, 'duration')
    const isBusy = memory.flow !== undefined
    if (invites && !isBusy) {
      // Asked once it stays asked, and a second question is no failed answer to it.
      const isAsked = memory.asked?.about === 'flow'
      turn.memory = { ...turn.memory, asked: { about: 'flow', times: 1 } }
      return calm(turn, { texts: [...greeted(turn), ...answers, ...(isAsked ? [] : [speaker.say('want_to_book')])] })
    }
    return calm(turn, { texts: [...greeted(turn), ...answers] })
  }
  if (memory.asked?.about === 'flow' && has(turn, 'no')) return calm(turn, tell(turn, speaker.say('okay')))
  // "Thanks" in the middle of a booking: the question still waits.
  const isEnding = has(turn, 'bye') || has(turn, 'no')
  if (memory.flow !== undefined && memory.asked !== undefined && has(turn, 'thanks') && !isEnding)
    return calm(turn, remind(turn))
  // Who leaves it for another time is let go kindly.
  if (has(turn, 'forget') && memory.flow === undefined) return calm(turn, tell(turn, speaker.say('some_other_time')))
  if (has(turn, 'thanks') && !turn.heard.text.includes('?')) return calm(turn, tell(turn, speaker.say('welcome')))
  if (has(turn, 'bye')) return calm(turn, tell(turn, speaker.say('bye')))
  if (has(turn, 'smalltalk')) return calm(turn, tell(turn, speaker.say('smalltalk')))
  if (has(turn, 'greeting')) return calm(turn, tell(turn, speaker.say('greeting', { company: situation.company.name })))
  if (has(turn, 'help')) return calm(turn, tell(turn, speaker.say('help')))
  if ((has(turn, 'no') || has(turn, 'yes')) && memory.flow === undefined)
    return calm(turn, tell(turn, isOpenQuestion(turn.heard) ? notKnown(turn) : speaker.say('okay')))
  return yield* notUnderstood(turn)
}

function* notUnderstood(turn: Turn): Steps<Answer> {
  if (has(turn, 'unknowing')) return yield* run(turn, 'book', false)
  if (isAsking(turn.heard.text)) return calm(turn, tell(turn, notKnown(turn)))
  const misses = turn.memory.misses + 1
  turn.memory = { ...turn.memory, misses }
  if (misses > turn.maxQuestions) return offerPerson(turn)
  if (misses === 1) return tell(turn, turn.speaker.say('not_understood'))
  yield* use('get_services', {})
  return tell(turn, turn.speaker.say('not_understood_again', { list: serviceList(turn) }))
}

function answerToPersonOffer(turn: Turn): Answer | undefined {
  if (turn.memory.asked?.about !== 'human') return undefined
  if (isPlainYes(turn.heard.text)) return { ...tell(turn), handover: true }
  const { asked: _passed, ...memory } = turn.memory
  turn.memory = memory
  return has(turn, 'no') && !hasWish(turn.heard) ? tell(turn, turn.speaker.say('okay')) : undefined
}

function stop(turn: Turn): Answer {
  const kind = turn.situation.pendingConsent?.kind ?? turn.memory.flow
  reset(turn)
  return {
    ...tell(turn, turn.speaker.say(kind === 'cancel' || kind === 'move' ? 'visit_stays' : 'forgotten')),
    withdraw: 'booking',
  }
}

/** "No" to a summary: ask what to change, or leave the visit as it is. */
function decline(turn: Turn, answers: readonly string[]): Answer {
  const kind = turn.situation.pendingConsent?.kind
  if (kind === 'cancel') return stop(turn)
  const { chosen: _declined, time: _wish, ...memory } = turn.memory
  turn.memory = memory
  const asked = ask(turn, 'change', turn.speaker.say(kind === 'move' ? 'ask_other_time' : 'what_to_change'))
  return { ...joined(answers, asked), withdraw: 'summary' }
}

function greeted(turn: Turn): string[] {
  return has(turn, 'greeting') && turn.memory.lastText === '' ? [turn.speaker.say('hello')] : []
}

function courtesies(turn: Turn, flow: Flow): string[] {
  // Alone it is answered by the list of what there is.
  const isBeside = flow === 'book' && turn.memory.serviceIds.length + turn.memory.options.length > 0
  const unlisted = isBeside ? turn.heard.services.unlisted : undefined
  return [
    ...greeted(turn),
    ...(has(turn, 'several_people') ? [turn.speaker.say('one_by_one')] : []),
    ...(unlisted === undefined ? [] : [turn.speaker.say('not_listed', { said: unlisted.join(', ') })]),
    ...(has(turn, 'several_visits') ? [turn.speaker.say('visit_by_visit')] : []),
  ]
}

function calm(turn: Turn, answer: Answer): Answer {
  turn.memory = { ...turn.memory, misses: 0 }
  return answer
}

function joined(before: readonly string[], answer: Answer): Answer {
  const isSaid = answer.texts.length > 0 || answer.asksConsent
  return { ...answer, texts: isSaid ? [...before, ...answer.texts] : [] }
}
