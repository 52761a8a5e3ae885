import { type Operation, operationsOf } from '../journal/operation.ts'
import { sayWithPerson } from './handover.ts'
import { sayText, type TurnContext } from './turn-context.ts'

/** Outcomes that the client waits for. */
const OPEN: readonly Operation['status'][] = ['committing', 'unknown', 'staff']

/** Longer texts have a wish of their own. */
const MAX_WORDS = 9

const ASKING =
  /^(?:ну|так|и|а|эй|алло)?[ ,.]*(?:что|как|чего)?(?: там)?[ ,.?!]*$|запис(?:ал|алась|алось|ан|ана|аны)|получилось|прошл[ао]|подтвер(?:дил|жден)|новост|что (?:там )?с |ну (?:что|как)|узнал|проверил|забронировал|отменил|перенес|готово\?|все (?:ок|хорошо|нормально)\?|долго|ждать|where are we|is it|am i|are we|did (?:it|you|that|we)|was it|has it|any (?:news|update|luck|word)|^(?:so|well|and|hello|hey)?[ ,.]*[?!]+$|still (?:checking|waiting|there)|what about|what's (?:up|going|happening)|status|how long|went through|go through/u

/** A wish beside it is a model's to understand. */
const WISHES =
  /(?:^|[^а-я])(?:другое|другой|другую|другая|вместо|лучше|хочу|хотел|можно|запишите|отмените|перенесите|адрес|цена|сколько стоит|когда вы)|instead|another|rather|i want|i'd like|can you|could you|please (?:book|cancel|move)|address|price|how much/u

/** Whether a text only asks what became of the booking: "ну что?", "so, is it booked?". */
function asksForOutcome(text: string): boolean {
  const said = text.toLowerCase().replaceAll('ё', 'е').replaceAll('’', "'").trim()
  return said.split(/\s+/u).length <= MAX_WORDS && ASKING.test(said) && !WISHES.test(said)
}

/** While an outcome is open, whoever asks for it hears just that, from no model. Answers whether that was all. */
export async function answerInquiry(context: TurnContext, texts: readonly string[]): Promise<boolean> {
  if (texts.length === 0 || !texts.every(asksForOutcome)) return false
  const { journal } = context.parts
  const open = (await operationsOf(journal, journal.db, context.turn.conversation.id, OPEN)).at(-1)
  if (!open) return false
  if (open.status === 'staff') sayWithPerson(context, 'truth.staff')
  else sayText(context, 'outcome.checking', { kind: open.kind })
  return true
}
