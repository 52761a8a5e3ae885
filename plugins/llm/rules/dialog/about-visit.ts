import { occurs, whole } from '../language/text.ts'
import type { Flow } from './memory.ts'
import type { Turn } from './turn.ts'

const FROM_TO = whole(
  'с (?:\\d{1,2}(?:[:.]\\d\\d)?(?: ?час\\p{L}*)?|понедельника|вторника|среды|четверга|пятницы|субботы|завтра|сегодня|завтрашн\\p{L}+) на (?:\\d{1,2}(?:[:.]\\d\\d)?|понедельник|вторник|среду|четверг|пятницу|субботу|завтра|послезавтра|попозже|пораньше|другой|другое)',
)
const TAKE_ME_SOONER = whole(
  '(?:по)?(?:раньше|позже) (?:\\p{L}+ ){0,3}(?:меня|нас)(?= )|(?:меня|нас) (?:\\p{L}+ ){0,3}(?:по)?(?:раньше|позже)',
)
const UNABLE = whole(
  'не (?:успева\\p{L}+|успе\\p{L}+|получ\\p{L}+|смо(?:гу|жем)|мо(?:гу|жем)|выйдет|выходит|попада\\p{L}+|будет меня)|меня не будет',
)

/** "An hour later", "from three to five" or "I won't manage it" out of the blue can only be about a visit that there is. */
export function aboutVisit({ heard, memory, situation, offered }: Turn): Flow | undefined {
  const { relative, excluded, excludedTimes = [], wish } = heard.time
  if (memory.flow !== undefined || situation.pendingConsent !== undefined || offered.length > 0) return undefined
  if (heard.services.certain.length + heard.services.unclear.length > 0) return undefined
  const isShift = relative !== undefined && 'minutes' in relative && relative.minutes !== undefined
  const isFromTo = occurs(FROM_TO, heard.text)
  const isLate = occurs(UNABLE, heard.text) && !heard.text.includes('если')
  // "Could you take me earlier on Friday?"
  const isSooner = occurs(TAKE_ME_SOONER, heard.text) && !heard.intents.has('book')
  const isInstead = /вместо|instead of/u.test(heard.text) && wish !== undefined && excluded.length > 0
  if (
    isShift ||
    isFromTo ||
    isSooner ||
    isInstead ||
    (isLate && wish !== undefined && excludedTimes.length + excluded.length > 0)
  )
    return 'move'
  return isLate && wish === undefined && excluded.length > 0 && !heard.intents.has('book') ? 'cancel' : undefined
}
