import type { Locale, PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './config.ts'
import { localized, nameOf } from './language.ts'

/** What the button on another site starts from; attributes of its tag come before it. */
export interface LauncherSettings {
  /** Path of the chat page. */
  page: string
  locale: Locale
  title: string
  color: string
  position: 'left' | 'right'
  theme: 'auto' | 'light' | 'dark'
  texts: Readonly<Record<(typeof TEXTS)[number], string>>
}

const TEXTS = ['widget_open', 'widget_close', 'widget_unread', 'widget_blocked', 'open_page'] as const

/** The settings of one instance's button. */
export function writeLauncher(
  { config, company, text }: PluginContext<Config>,
  { locale, page }: { locale: Locale; page: string },
): LauncherSettings {
  const name = nameOf(company, locale)
  const say = (key: (typeof TEXTS)[number]) => text(locale, key, { company: name })
  return {
    page,
    locale,
    title: localized(config.title, locale) ?? name,
    color: config.color,
    position: config.position,
    theme: config.theme,
    texts: {
      widget_open: localized(config.label, locale) ?? say('widget_open'),
      widget_close: say('widget_close'),
      widget_unread: say('widget_unread'),
      widget_blocked: say('widget_blocked'),
      open_page: say('open_page'),
    },
  }
}
