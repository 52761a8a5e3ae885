import { normalizePhone } from '../dialog/phone.ts'
import type { FoundConversation } from '../journal/find-client.ts'
import type { OpenedDesk } from './desk-file.ts'
import { UsageError } from './io.ts'

/** The phone of `--phone` in E.164, as the business's clients write it. */
export function readPhone(text: string, { config }: OpenedDesk): string {
  const phone = normalizePhone(text, config.company.country)
  if (phone === undefined) throw new UsageError(`"${text}" is no phone number; write it like +7 916 123-45-67`)
  return phone
}

const KNOWN_BY = {
  proved: 'the channel proved the phone',
  visit: 'a visit was booked with it',
  written: 'it was written there: see whether it is this person',
} as const

/** One line for each conversation: what it is, and how it is known to be this client's. */
export function describeFound(found: readonly FoundConversation[]): string {
  return found
    .map(
      ({ id, channel, since, messages, by }) =>
        `  ${id}  ${channel}, since ${since.slice(0, 10)}, messages: ${messages}; ${KNOWN_BY[by]}\n`,
    )
    .join('')
}
