import { occurs, whole } from '../language/text.ts'

const BEFORE =
  '(?:(?:а|и|ну|но|так|еще|привет\\p{L}*|здравствуйте|здрасьте|(?:добрый|доброе) (?:день|вечер|утро)|скажите|подскажите|пожалуйста|кстати|and|so|but|ok|okay|well|also|hi|hello|hey|please|by the way|btw|excuse me)[,.!]? )*'

/** How questions begin that end without their mark. */
const ASKING = whole(
  `^${BEFORE}(?:есть ли|есть у вас|у вас (?:есть|бывает|можно|нет)|можно ли|можно (?:к вам )?со?|нельзя ли|вы|что|чем|чего|какой|какая|какое|какие|как|когда|где|сколько|зачем|почему|кто|нужн\\p{L} ли|надо ли|будет ли|\\p{L}+ ли|do|does|did|can|could|may|is|are|am|will|would|what|how|when|where|why|which|who|should|any)`,
)

/** Whether a text asks something, with or without its mark. */
export function isAsking(text: string): boolean {
  return text.includes('?') || occurs(ASKING, text)
}
