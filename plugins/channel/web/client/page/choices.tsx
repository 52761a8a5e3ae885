import { Calendar } from './calendar.tsx'
import type { Message } from './delivery.ts'
import { Face } from './header.tsx'
import { Icon } from './icon.tsx'
import { useChat } from './settings.ts'
import type { Option, OptionGroup } from './timeline.ts'

/** Sends a choice; `event` tells whether a pointer made it. */
export type Press = (message: Omit<Message, 'id'>, event: MouseEvent) => void

/** What can be pressed now: buttons, and a calendar where they stand for days and times. */
export function Choices({ group, press }: { group: OptionGroup; press: Press }) {
  const { text } = useChat()
  const dated = group.options.filter(({ date }) => date !== undefined)
  const plain = group.options.filter(({ date }) => date === undefined)
  const send = ({ id, label, quick }: Option, event: MouseEvent) =>
    press(
      quick ? { text: label, ...(quick.command && { command: quick.command }) } : { text: label, choice: id },
      event,
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in; these are pressed.
    <div class="choices" role="group" aria-label={text('choices')} data-kind={group.kind}>
      {dated.length > 0 && <Calendar options={dated} press={send} />}
      {plain.length > 0 && (
        <div class="buttons">
          {plain.map((option, index) => (
            <button
              key={option.id}
              type="button"
              class={group.kind === 'confirm' && index === 0 ? 'choice primary' : 'choice'}
              onClick={event => send(option, event)}
            >
              {group.kind === 'employees' && <Face name={option.label} />}
              {group.kind === 'visits' && <Icon name="calendar" />}
              <span class="label">{option.label}</span>
              {option.hint && <span class="hint">{option.hint}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
