// One script tag puts the chat on a site: <script src="https://desk.example/widget.js" async></script>
// Attributes: data-locale (ru, en), data-label, data-position (right, left), data-color (#rrggbb).
// The server calls the function with its settings; everything lives in a shadow root and touches nothing of the page.
export function startChatWidget({ page, origins }) {
  const script = document.currentScript
  if (!script || document.querySelector('aiadmin-chat')) return
  const home = new URL(script.src).origin
  const { origin } = window.location
  if (origin !== home && !origins.includes(origin) && !origins.includes('*')) {
    console.warn(`aiadmin: ${origin} may not show this chat; add it to server.origins in aiadmin.yaml`)
    return
  }

  const { dataset } = script
  const language =
    dataset.locale ?? navigator.languages.find(name => /^(ru|en)\b/i.test(name)) ?? document.documentElement.lang
  const isRussian = /^ru\b/i.test(language)
  const label = dataset.label ?? (isRussian ? 'Написать нам' : 'Chat with us')
  const closeLabel = isRussian ? 'Закрыть чат' : 'Close the chat'
  const side = dataset.position === 'left' ? 'left' : 'right'
  const color = /^#[0-9a-f]{6}$/i.test(dataset.color ?? '') ? dataset.color : '#1f6f5c'

  const host = document.createElement('aiadmin-chat')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles(side, color))
  root.adoptedStyleSheets = [sheet]

  const button = document.createElement('button')
  button.type = 'button'
  button.setAttribute('aria-expanded', 'false')
  button.setAttribute('aria-label', label)
  button.append(icon('open', 'M5 5h14v10H10l-5 4z'), icon('close', 'M6 6l12 12M18 6L6 18'))

  let frame
  const toggle = open => {
    if (open && !frame) {
      frame = document.createElement('iframe')
      frame.title = label
      frame.src = `${home}${page}${dataset.locale ? `?locale=${encodeURIComponent(dataset.locale)}` : ''}`
      root.append(frame)
    }
    if (frame) frame.hidden = !open
    host.toggleAttribute('open', open)
    button.setAttribute('aria-expanded', String(open))
    button.setAttribute('aria-label', open ? closeLabel : label)
    if (open) frame.focus()
    else button.focus()
  }
  button.addEventListener('click', () => toggle(!host.hasAttribute('open')))
  root.addEventListener('keydown', event => {
    if (event.key === 'Escape' && host.hasAttribute('open')) toggle(false)
  })

  root.append(button)
  const show = () => document.body.append(host)
  if (document.body) show()
  else document.addEventListener('DOMContentLoaded', show, { once: true })

  function icon(name, path) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.setAttribute('viewBox', '0 0 24 24')
    svg.setAttribute('aria-hidden', 'true')
    svg.setAttribute('class', name)
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    line.setAttribute('d', path)
    svg.append(line)
    return svg
  }

  function styles(edge, accent) {
    return `
      :host { all: initial; }
      button {
        position: fixed; ${edge}: max(20px, env(safe-area-inset-${edge})); bottom: max(20px, env(safe-area-inset-bottom));
        z-index: 2147483001; width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
        background: ${accent}; color: #fff; box-shadow: 0 8px 24px rgb(0 0 0 / .24); transition: transform .15s ease;
      }
      button:hover { transform: translateY(-2px); }
      button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px ${accent}; }
      svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; vertical-align: middle; }
      .close, :host([open]) .open { display: none; }
      :host([open]) .close { display: inline; }
      iframe {
        position: fixed; ${edge}: 20px; bottom: 96px; z-index: 2147483000; width: min(400px, calc(100vw - 40px));
        height: min(680px, calc(100dvh - 116px)); border: 0; border-radius: 20px; background: #fff; box-shadow: 0 16px 48px rgb(0 0 0 / .28);
      }
      iframe[hidden] { display: none; }
      @media (max-width: 480px) {
        iframe { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; }
        :host([open]) button { top: 10px; bottom: auto; ${edge}: 10px; width: 40px; height: 40px; box-shadow: none; }
        :host([open]) svg { width: 20px; height: 20px; }
      }
      @media (prefers-reduced-motion: reduce) { button { transition: none; } }`
  }
}
