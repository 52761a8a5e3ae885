import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Choices } from './choices.tsx'
import { Composer } from './composer.tsx'
import { useFocusAfterPress, useFocusWhenOpened } from './focus.ts'
import { Header } from './header.tsx'
import { Icon } from './icon.tsx'
import { Live, Log } from './log.tsx'
import { Notices } from './notices.tsx'
import { useScroll } from './scroll.ts'
import { useChat } from './settings.ts'
import { useStore } from './store.ts'
import { openChoices, type Row, timelineOf } from './timeline.ts'

/** The whole chat. */
export function App() {
  const { conversation, text } = useChat()
  const { messages, queue, live, mode, isReady, isWhole } = useStore(conversation.state)
  const greeting = useGreeting(messages[0]?.at)
  const rows = useMemo(() => {
    const timeline = timelineOf(messages, queue)
    return isWhole ? [greeting, ...timeline] : timeline
  }, [messages, queue, isWhole, greeting])
  const group = openChoices(rows)
  const scroll = useScroll(rows, [group, live])
  const input = useRef<HTMLTextAreaElement>(null)
  const focus = useFocusAfterPress({ rows, group, input, place: scroll.place })
  useFocusWhenOpened(input)

  return (
    <main class="desk">
      <Header mode={mode} />
      <Notices />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard. */}
      <section class="scroll" ref={scroll.place} tabIndex={0} aria-label={text('log')}>
        <Log rows={rows} isLive={isReady} />
        <Live live={live} />
        {group && (
          <Choices
            key={group.options[0]?.id}
            group={group}
            press={(message, event) => {
              focus(event)
              conversation.say(message)
            }}
          />
        )}
      </section>
      {!scroll.isAtEnd && (
        <button type="button" class="latest" aria-label={text('latest')} onClick={scroll.toEnd}>
          <Icon name="down" />
        </button>
      )}
      <Composer input={input} />
    </main>
  )
}

/** What the desk says before the visitor has written, with the usual wishes as buttons. */
function useGreeting(firstAt: string | undefined): Row {
  const { host, settings, text } = useChat()
  const [words, setWords] = useState(host.greeting)
  useEffect(() => host.watch(() => setWords(host.greeting())), [host])
  return useMemo(
    () => ({
      key: 'greeting',
      author: 'desk',
      text: words || text('greeting'),
      at: firstAt ?? new Date().toISOString(),
      choices: {
        kind: 'other',
        options: settings.quick.map(quick => ({ id: quick.label, label: quick.label, quick })),
      },
    }),
    [words, firstAt, settings, text],
  )
}
