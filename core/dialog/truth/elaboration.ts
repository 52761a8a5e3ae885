import { words } from './plain.ts'

/** What is said to somebody who has a visit: who waits, when to come, what to bring, what if it does not suit. */
const OF_A_VISIT = words(
  String.raw`\b(?:жд(?:ем|ет|ут|у|ать)|встре\p{L}+|ожида\p{L}+|примет|увидим\p{L}*|увидеть|приход\p{L}+|прид\p{L}+|приез\p{L}+|приед\p{L}+|подход\p{L}+|опаздыва\p{L}+|возьмите|берите|захватите|принесите|наденьте|снимите|напомн\p{L}+|напомин\p{L}+|запис[ьиью]|визит\p{L}*|прием\p{L}*|бронь|брони|сеанс\p{L}*|мастер\p{L}*|план\p{L}+|передума\p{L}+|за \S+ минут\p{L}*|минут\p{L}* на|(?:она|он) (?:вас|уже|все|будет|сделает)|wait\p{L}*|expect\p{L}*|see you|meet|greet|await\p{L}*|come|arrive|bring|wear|be late|early|earlier|remind\p{L}*|appointments?|bookings?|visits?|reservations?|sessions?|plans|(?:she|he|they)(?:'ll| will|'s| is| are)|look\p{L}* forward|change your mind)\b`,
)
/** Joy about what was done. */
const CHEER = words(
  String.raw`^[^\p{L}]*(?:(?:ну|вот|все|и|so|and|all) )?(?:отлично|готово|супер|прекрасно|замечательно|ура|хорошо|поздравля\p{L}+|договорились|сделано|great|perfect|done|wonderful|excellent|awesome|lovely|fantastic|congrat\p{L}+|hooray|set)[^\p{L}]*$`,
)

/** Whether a sentence only cheers: beside a correction it would be half of what was not so. */
export function isCheer(plain: string): boolean {
  return CHEER.test(plain)
}

/** Whether a sentence goes on about a visit, so that it falls with what was wrongly said of it. A question stays. */
export function elaborates(plain: string): boolean {
  return !plain.endsWith('?') && OF_A_VISIT.test(plain)
}
