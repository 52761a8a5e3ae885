import { isCurrency, isTimeZone } from '../../config/places.ts'
import type { FirstAnswers } from './init-template.ts'
import type { Io } from './io.ts'

/** What is offered before anything was said. The zone of this machine is the best guess, unless it is a server's. */
export function guessFor(locale: FirstAnswers['locale']): { timezone: string; currency: string } {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const home =
    locale === 'ru' ? { timezone: 'Europe/Moscow', currency: 'RUB' } : { timezone: 'Europe/London', currency: 'GBP' }
  return { ...home, timezone: /^(UTC|Etc\/)/.test(timeZone) ? home.timezone : timeZone }
}

/** Asks for what a first configuration needs. Undefined when the owner gave up. */
export async function askOwner({ stdin, stdout }: Io): Promise<FirstAnswers | undefined> {
  const { cancel, isCancel, select, text } = await import('@clack/prompts')
  const streams = { input: stdin, output: stdout }
  const giveUp = () => {
    cancel('Nothing was written.', streams)
    return undefined
  }
  const must = (isRight: (value: string) => boolean, message: string) => (value: string | undefined) =>
    isRight(value ?? '') ? undefined : message

  const locale = await select<'ru' | 'en'>({
    ...streams,
    message: 'Language of your clients / Язык клиентов',
    options: [
      { value: 'ru', label: 'Русский' },
      { value: 'en', label: 'English' },
    ],
  })
  if (isCancel(locale)) return giveUp()
  const guess = guessFor(locale)
  const name = await text({
    ...streams,
    message: 'Name of the business',
    validate: must(value => value.trim() !== '', 'It needs a name'),
  })
  if (isCancel(name)) return giveUp()
  const timezone = await text({
    ...streams,
    message: 'Time zone',
    initialValue: guess.timezone,
    validate: must(isTimeZone, 'A continent and a city, for example Europe/Moscow'),
  })
  if (isCancel(timezone)) return giveUp()
  const currency = await text({
    ...streams,
    message: 'Currency of the prices',
    initialValue: guess.currency,
    validate: must(isCurrency, 'Three letters, for example RUB'),
  })
  if (isCancel(currency)) return giveUp()
  const brain = await select<'rules' | 'gemini'>({
    ...streams,
    message: 'Who leads the conversation?',
    options: [
      { value: 'rules', label: 'The rules brain', hint: 'no key, no network' },
      { value: 'gemini', label: 'Gemini', hint: 'needs GEMINI_API_KEY; the rules brain stands in for it' },
    ],
  })
  if (isCancel(brain)) return giveUp()
  return { locale, name, timezone, currency, brain }
}
