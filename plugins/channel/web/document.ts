import type { Locale } from '../../../core/contract/index.ts'

/** Everything that the page's script starts from; stands in the page as JSON. */
export interface PageSettings {
  /** Path of the instance's routes. */
  api: string
  locale: Locale
  texts: Readonly<Record<string, string>>
}

/** What the page is made of. */
export interface PageParts {
  settings: PageSettings
  title: string
  color: string
  /** Path of the folder with style and script. */
  assets: string
  isDemo: boolean
}

const STYLES = ['theme', 'chat', 'messages', 'visit', 'composer', 'choices']

/** The page as HTML. Holds no inline script or style: the data block is JSON and never run. */
export function writeDocument({ settings, title, color, assets, isDemo }: PageParts): string {
  const text = (key: string) => escapeHtml(settings.texts[key] ?? '')
  const name = escapeHtml(title)
  const icon = encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="${color}" d="M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H14l-8 6v-6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z"/></svg>`,
  )
  return `<!doctype html>
<html lang="${settings.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>${name}</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${color}">
<link rel="icon" href="data:image/svg+xml,${icon}">
${STYLES.map(name => `<link rel="stylesheet" href="${assets}${name}.css">`).join('\n')}
<script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', '\\u003c')}</script>
<script type="module" src="${assets}main.js"></script>
</head>
<body>
<main class="desk">
<header class="top">
<span class="avatar" aria-hidden="true">${escapeHtml([...title][0]?.toUpperCase() ?? '')}</span>
<div class="who"><h1>${name}</h1><p class="status" id="status"><span class="dot"></span><span id="status-text">${text('status')}</span></p></div>
${isDemo ? `<span class="badge" title="${text('demo_hint')}">${text('demo')}</span>` : ''}
</header>
<p class="notice" id="notice" role="status" hidden></p>
<div class="scroll" id="scroll" tabindex="0" role="region" aria-label="${text('log')}">
<div class="log" id="log" role="log" aria-live="off"></div>
<div class="live" id="live" aria-hidden="true"></div>
<div class="choices" id="choices" role="group" aria-label="${text('choices')}" hidden></div>
<noscript><p class="no-script">${text('no_script')}</p></noscript>
</div>
<button class="latest" id="latest" type="button" aria-label="${text('latest')}" hidden><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M6 13l6 6 6-6"/></svg></button>
<form class="composer" id="composer">
<label class="unseen" for="text">${text('placeholder')}</label>
<textarea id="text" rows="1" maxlength="4000" placeholder="${text('placeholder')}" enterkeyhint="send" autocomplete="off"></textarea>
<button class="send" type="submit" aria-label="${text('send')}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5M5.5 11.5L12 5l6.5 6.5"/></svg></button>
</form>
</main>
</body>
</html>
`
}

/** The operator's color as custom properties, with black or white on it, whichever reads better. */
export function writeTheme(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(start => Number.parseInt(color.slice(start, start + 2), 16) / 255)
    .map(channel => (channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  // WCAG's contrast with white and with black is equal where (1.05 / (l + .05)) = ((l + .05) / .05).
  const onAccent = luminance > 0.179 ? '#111111' : '#ffffff'
  return `:root { --accent: ${color}; --on-accent: ${onAccent}; }\n`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
