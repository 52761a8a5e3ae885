import type { Live as LiveState } from './conversation.ts'
import { File } from './file.tsx'
import { Face } from './header.tsx'
import { Icon } from './icon.tsx'
import { Markup } from './markup.tsx'
import { useChat } from './settings.ts'
import type { Row } from './timeline.ts'
import { Visit } from './visit.tsx'

// What one person says in a row within this time stands together and shares one time.
const TOGETHER_MS = 5 * 60_000

/** The messages, day by day. Screen readers hear what is added, once `isLive`. */
export function Log({ rows, isLive }: { rows: readonly Row[]; isLive: boolean }) {
  const { dates } = useChat()
  return (
    <div class="log" role="log" aria-live={isLive ? 'polite' : 'off'}>
      {rows.map((row, index) => {
        const before = rows[index - 1]
        const isNewDay = before === undefined || dates.dayKey(before.at) !== dates.dayKey(row.at)
        return [
          isNewDay && (
            <p class="separator" key={`day ${row.key}`}>
              {dates.dayOf(row.at)}
            </p>
          ),
          <Message key={row.key} row={row} isFollowed={belongTogether(row, rows[index + 1])} />,
        ]
      })}
    </div>
  )
}

function belongTogether(row: Row, next: Row | undefined): boolean {
  if (next === undefined || next.author !== row.author) return false
  return Date.parse(next.at) - Date.parse(row.at) < TOGETHER_MS
}

function Message({ row, isFollowed }: { row: Row; isFollowed: boolean }) {
  const { settings, text } = useChat()
  const { author, key, state, visit, media } = row
  const isOwn = author === 'client'
  const speaker = isOwn ? text('you') : author === 'staff' ? text('staff') : settings.title
  return (
    <div class={isFollowed ? 'message followed' : 'message'} data-author={author} data-key={key} data-state={state}>
      {author === 'desk' && <Face name={speaker} />}
      {author === 'staff' && (
        <span class="face" aria-hidden="true">
          <Icon name="person" />
        </span>
      )}
      <span class={author === 'staff' ? 'speaker' : 'unseen'}>{speaker}</span>
      {row.text && <div class="bubble">{isOwn ? row.text : <Markup text={row.text} />}</div>}
      {media && <File media={media} />}
      {visit && <Visit visit={visit} />}
      <Meta row={row} />
    </div>
  )
}

/** When it was said and, of the visitor's own, how far it has come. */
function Meta({ row: { at, key, state } }: { row: Row }) {
  const { conversation, dates, text } = useChat()
  return (
    <div class="meta">
      {state === 'failed' && (
        <button type="button" class="retry" onClick={() => conversation.retry(key)}>
          {text('failed')}. {text('retry')}
        </button>
      )}
      {state === 'waiting' && <span class="note">{text('waiting')}</span>}
      <time dateTime={at}>{dates.timeOf(at)}</time>
      {state && (
        <span class="mark" role="img" aria-label={text(state)} title={text(state)}>
          <Icon name={state} />
        </span>
      )}
    </div>
  )
}

/** Three dots while the desk works, or its answer as far as it is written. Screen readers hear the finished one. */
export function Live({ live }: { live: LiveState | undefined }) {
  const { settings, text } = useChat()
  return (
    <div class="live">
      <p class="unseen" role="status">
        {live && `${settings.title} ${text('typing')}`}
      </p>
      {live && (
        <div class="message" data-author="desk" aria-hidden="true">
          <Face name={settings.title} />
          {live.kind === 'draft' ? (
            <div class="bubble draft">
              <Markup text={live.text} />
            </div>
          ) : (
            <div class="bubble typing">
              <i />
              <i />
              <i />
            </div>
          )}
        </div>
      )}
    </div>
  )
}
