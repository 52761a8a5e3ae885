import { useChat } from './settings.ts'
import { useStore } from './store.ts'

/** What the visitor must know before going on: no connection, too fast, no cookies. */
export function Notices() {
  const { conversation, text } = useChat()
  const { isLost, problem } = useStore(conversation.state)
  return (
    <div role="status">
      {problem === 'cookies' ? (
        <p class="notice">
          {text('cookies')}{' '}
          <a href={location.href} target="_blank" rel="noopener">
            {text('open_page')}
          </a>
        </p>
      ) : (
        (isLost || problem) && <p class="notice">{text(isLost ? 'offline' : 'too_fast')}</p>
      )}
    </div>
  )
}
