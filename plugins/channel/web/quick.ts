import type { Command, Locale, PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './config.ts'
import { localized } from './language.ts'

/** A button below the greeting: it sends its command, or else its label as the visitor's own words. */
export interface QuickButton {
  label: string
  command?: Command
}

const COMMANDS = { book: 'book', visits: 'my', human: 'human', prices: undefined } as const

/** The buttons below the greeting, in a language. */
export function quickButtons({ config, text }: PluginContext<Config>, locale: Locale): readonly QuickButton[] {
  return config.quick.flatMap(one => {
    if (typeof one !== 'string') return { label: localized(one, locale) ?? '' }
    const command = COMMANDS[one]
    return { label: text(locale, `quick_${one}`), ...(command && { command }) }
  })
}
