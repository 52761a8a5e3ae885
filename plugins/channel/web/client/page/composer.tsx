import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { keep, readKept } from './kept.ts'
import { useChat } from './settings.ts'

const TEXT_LENGTH = 4_000

/** Where the visitor writes. What is not sent yet survives a reload. */
export function Composer({ input }: { input: RefObject<HTMLTextAreaElement | null> }) {
  const { settings, conversation, text } = useChat()
  const storageKey = `aiadmin:${settings.api}:unsent`
  const [words, setWords] = useState(() => String(readKept(storageKey, () => sessionStorage) ?? ''))

  useLayoutEffect(() => {
    const field = input.current
    if (field) {
      field.style.height = 'auto'
      field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`
    }
    keep(storageKey, words, () => sessionStorage)
  }, [input, storageKey, words])

  function send(event: Event): void {
    event.preventDefault()
    if (words.trim() === '') return
    conversation.say({ text: words.trim() })
    setWords('')
  }

  return (
    <form class="composer" onSubmit={send}>
      <textarea
        ref={input}
        rows={1}
        maxLength={TEXT_LENGTH}
        aria-label={text('placeholder')}
        placeholder={text('placeholder')}
        enterkeyhint="send"
        autocomplete="off"
        value={words}
        onInput={({ currentTarget }) => setWords(currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
        }}
      />
      <button class="send" type="submit" aria-label={text('send')} disabled={words.trim() === ''}>
        <Icon name="send" />
      </button>
    </form>
  )
}
