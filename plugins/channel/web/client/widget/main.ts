import { createChatElement } from './element.ts'

// One script tag: <script src="https://desk.example/widget.js" async></script>. What it does stays in the element and its shadow.
const { currentScript } = document
if (currentScript instanceof HTMLScriptElement && !customElements.get('aiadmin-chat')) {
  customElements.define('aiadmin-chat', createChatElement(new URL(currentScript.src).origin))
  if (document.body) place(currentScript)
  else document.addEventListener('DOMContentLoaded', () => place(currentScript), { once: true })
}

/** A page that has the element of its own is left as it is; else the tag's attributes go to a new one. */
function place(script: HTMLScriptElement): void {
  if (document.querySelector('aiadmin-chat')) return
  const element = document.createElement('aiadmin-chat')
  for (const { name, value } of script.attributes) if (name.startsWith('data-')) element.setAttribute(name, value)
  document.body.append(element)
}
