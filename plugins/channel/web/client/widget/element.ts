import { themeOf } from '../../theme.ts'
import type { FromHost } from '../protocol.ts'
import { readFromChat } from '../protocol.ts'
import { type Drawing, drawWidget } from './drawing.ts'
import { type Look, readLook } from './launcher.ts'
import { keepOpen, wasOpen } from './memory.ts'

// A chat that says nothing for so long was refused to this site, or its server is down.
const PATIENCE_MS = 8_000
/** Where the panel covers the whole window. */
const PHONE = '(max-width: 480px)'

/**
 * Makes `<aiadmin-chat>`: a button, and the chat in a frame that the site's own scripts and styles can't reach. `home` is the
 * origin that the script came from.
 */
export function createChatElement(home: string): CustomElementConstructor {
  return class extends HTMLElement {
    #root = this.attachShadow({ mode: 'open' })
    #begun = false
    #drawing: Drawing | undefined
    #look: Look | undefined
    #frame: HTMLIFrameElement | undefined
    #isReady = false
    #unread = 0

    connectedCallback(): void {
      window.addEventListener('message', this.#hear)
      // An element that is moved in the page stays what it is.
      if (this.#begun) return
      this.#begun = true
      void this.#begin()
    }

    disconnectedCallback(): void {
      window.removeEventListener('message', this.#hear)
    }

    async #begin(): Promise<void> {
      const look = await readLook(home, this)
      if (!look) return
      this.#look = look
      this.#drawing = drawWidget(this.#root, look, {
        toggled: () => (this.#isOpen ? this.#close() : this.#open()),
        closed: () => this.#close(),
      })
      for (const [name, value] of Object.entries(themeOf(look.color)))
        this.#drawing.panel.style.setProperty(name, value)
      this.#drawing.launcher.style.setProperty('--accent', look.color)
      this.#drawing.launcher.style.setProperty('--on-accent', themeOf(look.color)['--on-accent'] ?? '')
      const before = wasOpen()
      // A conversation that was begun goes on in the background, so that its answers are counted on the button.
      if (before === true && !matchMedia(PHONE).matches) this.#open({ takesFocus: false })
      else if (before !== undefined) this.#load()
    }

    get #isOpen(): boolean {
      return this.#drawing?.panel.open ?? false
    }

    #open({ takesFocus = true } = {}): void {
      const drawing = this.#drawing
      if (!drawing) return
      this.#load()
      // Over a whole phone the site behind is out of reach, also for the keyboard and a screen reader.
      if (matchMedia(PHONE).matches) drawing.panel.showModal()
      else if (takesFocus) drawing.panel.show()
      else drawing.panel.setAttribute('open', '')
      if (takesFocus) this.#frame?.focus()
      this.#changed()
    }

    #close(): void {
      const drawing = this.#drawing
      if (!drawing || !this.#isOpen) return
      drawing.panel.close()
      drawing.launcher.focus()
      this.#changed()
    }

    #changed(): void {
      keepOpen(this.#isOpen)
      if (this.#isOpen) this.#unread = 0
      this.#drawing?.show({ isOpen: this.#isOpen, unread: this.#unread })
      this.#tell()
    }

    #load(): void {
      const look = this.#look
      if (this.#frame || !look || !this.#drawing) return
      const frame = document.createElement('iframe')
      frame.title = look.label
      frame.src = look.page.href
      frame.allow = 'autoplay'
      this.#frame = frame
      this.#drawing.panel.append(frame)
      setTimeout(() => {
        if (!this.#isReady) this.#drawing?.showBlocked()
      }, PATIENCE_MS)
    }

    #tell(): void {
      const { color, greeting, page } = this.#look ?? {}
      if (!this.#isReady || !page) return
      const message: FromHost = {
        aiadmin: 'host',
        isOpen: this.#isOpen,
        ...(color !== undefined && { color }),
        ...(greeting !== undefined && { greeting }),
      }
      this.#frame?.contentWindow?.postMessage(message, page.origin)
    }

    #hear = (event: MessageEvent): void => {
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== this.#look?.page.origin) return
      const message = readFromChat(event.data)
      if (message?.aiadmin === 'ready') {
        this.#isReady = true
        this.#drawing?.showReady()
        this.#tell()
      }
      if (message?.aiadmin === 'close') this.#close()
      if (message?.aiadmin !== 'unread') return
      this.#unread = message.count
      this.#drawing?.show({ isOpen: this.#isOpen, unread: message.count })
    }
  }
}
