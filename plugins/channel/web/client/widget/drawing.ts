import type { Look } from './launcher.ts'
import styles from './widget.css?inline'

/** The parts of the widget. */
export interface Drawing {
  launcher: HTMLButtonElement
  panel: HTMLDialogElement
  show(state: { isOpen: boolean; unread: number }): void
  /** The chat speaks: what stood in its place goes. */
  showReady(): void
  /** The chat does not come: the way to it in a window of its own. */
  showBlocked(): void
}

/** Draws button and panel into the shadow. */
export function drawWidget(root: ShadowRoot, look: Look, heard: { toggled: () => void; closed: () => void }): Drawing {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]

  const label = make('span', { class: 'label' }, look.label)
  const badge = make('span', { class: 'badge', 'aria-hidden': 'true' })
  const launcher = make(
    'button',
    { class: `launcher ${look.side}`, type: 'button', 'aria-expanded': 'false' },
    icon('open', 'M5 5h14v10.5H10.5L6 19v-3.5H5z'),
    icon('shut', 'm6 6 12 12M18 6 6 18'),
    label,
    badge,
  )
  launcher.addEventListener('click', heard.toggled)

  const close = make('button', { class: 'close', type: 'button', 'aria-label': look.texts.widget_close })
  close.append(icon('', 'm6 6 12 12M18 6 6 18'))
  close.addEventListener('click', heard.closed)
  const waiting = make('div', { class: 'waiting' }, close, make('span', { class: 'ring' }))
  const panel = make('dialog', { class: `panel ${look.side} ${look.theme}`, 'aria-label': look.label }, waiting)
  // Escape: of a modal dialog the browser asks, else the key arrives here; inside the chat the chat hears it.
  panel.addEventListener('cancel', event => {
    event.preventDefault()
    heard.closed()
  })
  root.addEventListener('keydown', event => {
    if (event instanceof KeyboardEvent && event.key === 'Escape' && panel.open) heard.closed()
  })
  root.append(panel, launcher)

  function show({ isOpen, unread }: { isOpen: boolean; unread: number }): void {
    const shown = isOpen ? 0 : unread
    badge.textContent = shown > 0 ? String(Math.min(shown, 99)) : ''
    launcher.setAttribute('aria-expanded', String(isOpen))
    const news = shown > 0 ? `, ${look.texts.widget_unread}: ${shown}` : ''
    launcher.setAttribute('aria-label', isOpen ? look.texts.widget_close : look.label + news)
  }
  show({ isOpen: false, unread: 0 })

  return {
    launcher,
    panel,
    show,
    showReady: () => waiting.remove(),
    showBlocked() {
      const link = make('a', { href: look.page.href, target: '_blank', rel: 'noopener' }, look.texts.open_page)
      waiting.replaceChildren(close, make('p', {}, look.texts.widget_blocked), link)
    },
  }
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

const SVG = 'http://www.w3.org/2000/svg'

function icon(name: string, path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', name)
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}
