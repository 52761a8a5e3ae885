import type { ChoiceOption } from '../../../../../core/contract/index.ts'
import { partOfDay } from './month.ts'
import { useChat } from './settings.ts'

const PARTS = ['morning', 'afternoon', 'evening'] as const

/** The free times of one day, by parts of the day. */
export function Times({
  date,
  options,
  press,
}: {
  date: string
  options: readonly ChoiceOption[]
  press: (option: ChoiceOption, event: MouseEvent) => void
}) {
  const { dates, text } = useChat()
  const day = dates.longDay(date)
  const hints = new Set(options.map(({ hint }) => hint))
  // Said once when it is the same for all.
  const [common] = hints.size === 1 ? hints : []
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in; these are pressed.
    <div class="times-of-day" role="group" aria-label={day}>
      <p class="times-title">
        <span>{day}</span>
        {common && <span class="hint">{common}</span>}
      </p>
      {PARTS.map(part => {
        const inPart = options.filter(({ time = '' }) => partOfDay(time) === part)
        return (
          inPart.length > 0 && (
            <div class="part" key={part}>
              <p class="part-name">{text(part)}</p>
              <div class="part-times">
                {inPart.map(option => (
                  <button
                    key={option.id}
                    type="button"
                    class="choice time"
                    aria-label={[option.time, day, option.hint].filter(Boolean).join(', ')}
                    onClick={event => press(option, event)}
                  >
                    <span class="label">{option.time}</span>
                    {option.hint && !common && <span class="hint">{option.hint}</span>}
                  </button>
                ))}
              </div>
            </div>
          )
        )
      })}
    </div>
  )
}
