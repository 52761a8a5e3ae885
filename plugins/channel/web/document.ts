import type { Locale } from '../../../core/contract/index.ts'
import type { Opening } from './opening.ts'
import type { QuickButton } from './quick.ts'
import { themeOf } from './theme.ts'

/** Everything that the page's script starts from; stands in the page as JSON. */
export interface PageSettings {
  /** Path of the instance's routes. */
  api: string
  locale: Locale
  title: string
  /** The example's made-up salon. */
  isDemo: boolean
  /** Whether the business is open now, and until or from when. */
  hours?: Opening
  /** Whether new messages sound before the visitor has said anything about it. */
  sound: boolean
  /** The buttons below the greeting. */
  quick: readonly QuickButton[]
  texts: Readonly<Record<string, string>>
}

/** What the page is made of. */
export interface PageParts {
  settings: PageSettings
  color: string
  /** `auto`: as the visitor's system has it. */
  theme: 'auto' | 'light' | 'dark'
  /** Path of the folder with style and script. */
  assets: string
}

/** The page as HTML. Holds no inline script or style: the data block is JSON and never run. */
export function writeDocument({ settings, color, theme, assets }: PageParts): string {
  const name = escapeHtml(settings.title)
  const icon = encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="${color}" d="M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H14l-8 6v-6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z"/></svg>`,
  )
  return `<!doctype html>
<html lang="${settings.locale}"${theme === 'auto' ? '' : ` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>${name}</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="${theme === 'auto' ? 'light dark' : theme}">
<meta name="theme-color" content="${color}">
<link rel="icon" href="data:image/svg+xml,${icon}">
<link rel="stylesheet" href="${assets}theme.css">
<link rel="stylesheet" href="${assets}page.css">
<script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', '\\u003c')}</script>
<script type="module" src="${assets}page.js"></script>
</head>
<body>
<div id="app"></div>
<noscript><p class="no-script">${escapeHtml(settings.texts['no_script'] ?? '')}</p></noscript>
</body>
</html>
`
}

/** The operator's color as a style sheet of custom properties. */
export function writeTheme(color: string): string {
  const properties = Object.entries(themeOf(color)).map(([name, value]) => `${name}: ${value};`)
  return `:root { ${properties.join(' ')} }\n`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
