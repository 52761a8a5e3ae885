import type { LauncherSettings } from '../../launcher.ts'
import { isColor } from '../protocol.ts'

/** How the button looks and which chat it opens: the attributes, and behind them what `aiadmin.yaml` says. */
export interface Look {
  page: URL
  label: string
  color: string
  side: 'left' | 'right'
  theme: 'auto' | 'light' | 'dark'
  greeting: string | undefined
  texts: LauncherSettings['texts']
}

/** Asks the desk. Undefined when it does not answer this site: its origin is not listed, or the network is down. */
export async function readLook(home: string, element: Element): Promise<Look | undefined> {
  const attribute = (name: string) => element.getAttribute(name) ?? element.getAttribute(`data-${name}`) ?? undefined
  const instance = attribute('instance')
  const locale = attribute('locale')
  const url = new URL(
    instance === undefined ? '/widget.json' : `/chat/${encodeURIComponent(instance)}/widget.json`,
    home,
  )
  if (locale !== undefined) url.searchParams.set('locale', locale)
  const response = await fetch(url, { credentials: 'omit' }).catch(() => undefined)
  if (!response?.ok) {
    console.warn(
      `aiadmin: the chat of ${home} is not shown here; is ${location.origin} in server.origins of its aiadmin.yaml?`,
    )
    return undefined
  }
  const settings: LauncherSettings = await response.json()

  const page = new URL(settings.page, home)
  if (locale !== undefined) page.searchParams.set('locale', locale)
  const theme = attribute('theme') ?? settings.theme
  const isTheme = theme === 'light' || theme === 'dark'
  if (isTheme) page.searchParams.set('theme', theme)
  const color = attribute('color')
  const position = attribute('position') ?? settings.position
  return {
    page,
    label: attribute('label') ?? settings.texts.widget_open,
    color: isColor(color) ? color : settings.color,
    side: position === 'left' ? 'left' : 'right',
    theme: isTheme ? theme : 'auto',
    greeting: attribute('greeting'),
    texts: settings.texts,
  }
}
