import { isCurrency, isTimeZone } from '../../config/places.ts'
import { adviseTimeZone } from '../../config/time-zone-advice.ts'
import type { FirstAnswers } from './init-template.ts'
import { INIT_WORDS } from './init-words.ts'
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
  const locale = await select<FirstAnswers['locale']>({
    ...streams,
    message: 'Language of your clients / Язык клиентов',
    options: [
      { value: 'ru', label: 'Русский' },
      { value: 'en', label: 'English' },
    ],
  })
  if (isCancel(locale)) {
    cancel(`${INIT_WORDS.en.givenUp} / ${INIT_WORDS.ru.givenUp}`, streams)
    return undefined
  }

  const words = INIT_WORDS[locale]
  const guess = guessFor(locale)
  const giveUp = () => {
    cancel(words.givenUp, streams)
    return undefined
  }
  const must =
    (isRight: (value: string) => boolean, advise: (value: string) => string) => (value: string | undefined) =>
      isRight(value ?? '') ? undefined : advise(value ?? '')
  const name = await text({
    ...streams,
    message: words.name,
    validate: must(
      value => value.trim() !== '',
      () => words.needsName,
    ),
  })
  if (isCancel(name)) return giveUp()
  const timezone = await text({
    ...streams,
    message: words.timezone,
    initialValue: guess.timezone,
    validate: must(isTimeZone, value => adviseTimeZone(value, locale)),
  })
  if (isCancel(timezone)) return giveUp()
  const currency = await text({
    ...streams,
    message: words.currency,
    initialValue: guess.currency,
    validate: must(isCurrency, () => words.wrongCurrency),
  })
  if (isCancel(currency)) return giveUp()
  const phone = await text({ ...streams, message: words.phone, placeholder: words.mayBeEmpty })
  if (isCancel(phone)) return giveUp()
  const address = await text({ ...streams, message: words.address, placeholder: words.mayBeEmpty })
  if (isCancel(address)) return giveUp()
  const brain = await select<FirstAnswers['brain']>({
    ...streams,
    message: words.brain,
    options: [
      { value: 'rules', label: words.rules, hint: words.rulesHint },
      { value: 'gemini', label: 'Gemini', hint: words.geminiHint },
    ],
  })
  if (isCancel(brain)) return giveUp()
  return { locale, name, timezone, currency, phone: phone ?? '', address: address ?? '', brain }
}
