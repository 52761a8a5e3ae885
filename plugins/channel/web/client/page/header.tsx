import { useState } from 'preact/hooks'
import type { ConversationState } from './conversation.ts'
import { Icon } from './icon.tsx'
import { useChat } from './settings.ts'

/** Who is spoken to, whether they are there, and what is always within reach: a person, the sound, the way out. */
export function Header({ mode }: { mode: ConversationState['mode'] }) {
  const { settings, conversation, host, sound, text } = useChat()
  const [isLoud, setLoud] = useState(sound.isOn)
  const { hours, title, isDemo } = settings
  const status = mode === 'staff' ? text('status_staff') : (hours?.text ?? text('status'))
  return (
    <header class="top">
      <Face name={title} />
      <div class="who">
        <h1>{title}</h1>
        <p class="status">
          <span class={hours?.open === false ? 'dot closed' : 'dot'} />
          <span>
            {status}
            {isDemo && (
              <span class="badge" title={text('demo_hint')}>
                {text('demo')}
              </span>
            )}
          </span>
        </p>
      </div>
      <div class="tools">
        <button
          type="button"
          class="tool"
          aria-label={text('quick_human')}
          title={text('quick_human')}
          disabled={mode === 'staff'}
          onClick={() => conversation.say({ text: text('quick_human'), command: 'human' })}
        >
          <Icon name="person" />
        </button>
        <button
          type="button"
          class="tool"
          aria-label={text('sound')}
          title={text('sound')}
          aria-pressed={isLoud}
          onClick={() => {
            sound.turn(!isLoud)
            setLoud(!isLoud)
          }}
        >
          <Icon name={isLoud ? 'sound' : 'muted'} />
        </button>
        {host.isEmbedded && (
          <button
            type="button"
            class="tool"
            aria-label={text('widget_close')}
            title={text('widget_close')}
            onClick={() => host.tell({ aiadmin: 'close' })}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
    </header>
  )
}

/** The first letter of a name in a circle. */
export function Face({ name }: { name: string }) {
  const letter = [...name].find(character => /[\p{L}\p{N}]/u.test(character))
  return (
    <span class="face" aria-hidden="true">
      {letter?.toUpperCase()}
    </span>
  )
}
