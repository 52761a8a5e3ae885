import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChoiceOption } from '../../../../../core/contract/index.ts'
import { Icon } from './icon.tsx'
import { dayByKey, weeksOf } from './month.ts'
import { useChat } from './settings.ts'
import { Times } from './times.tsx'

type PressOption = (option: ChoiceOption, event: MouseEvent) => void

/** Days with free times, by month. A day without times under it is a choice itself, else it shows its times. */
export function Calendar({ options, press }: { options: readonly ChoiceOption[]; press: PressOption }) {
  const { dates, text } = useChat()
  const days = [...new Set(options.map(({ date = '' }) => date))].sort()
  const hasTimes = options.some(({ time }) => time !== undefined)
  const [first = ''] = days
  const [day, setDay] = useState(first)
  const [month, setMonth] = useState(first.slice(0, 7))
  const byKeyboard = useRef(false)
  const chosen = useRef<HTMLButtonElement>(null)
  const months = [...new Set(days.map(date => date.slice(0, 7)))]
  const inMonth = days.filter(date => date.startsWith(month))
  const reachable = inMonth.includes(day) ? day : inMonth[0]

  useLayoutEffect(() => {
    if (byKeyboard.current) chosen.current?.focus()
    byKeyboard.current = false
  }, [day])

  function turn(step: number): void {
    const next = months[months.indexOf(month) + step]
    if (next) setMonth(next)
  }
  function move(event: KeyboardEvent, from: string): void {
    const to = dayByKey(event.key, from, days)
    if (to === undefined) return
    event.preventDefault()
    byKeyboard.current = to !== day
    setDay(to)
    setMonth(to.slice(0, 7))
  }

  return (
    <div class="calendar">
      {days.length > 1 && (
        <>
          <div class="months">
            <p aria-live="polite">{dates.month(month)}</p>
            {months.length > 1 && (
              <>
                <button
                  type="button"
                  class="tool"
                  aria-label={text('previous_month')}
                  disabled={month === months[0]}
                  onClick={() => turn(-1)}
                >
                  <Icon name="back" />
                </button>
                <button
                  type="button"
                  class="tool"
                  aria-label={text('next_month')}
                  disabled={month === months.at(-1)}
                  onClick={() => turn(1)}
                >
                  <Icon name="forward" />
                </button>
              </>
            )}
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of WAI-ARIA for a calendar. */}
          <table role="grid" aria-label={text('free_days')}>
            <thead>
              <tr>
                {dates.weekdays.map(({ short, long }) => (
                  <th key={long} scope="col" abbr={long}>
                    {short}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeksOf(month, inMonth, dates.firstWeekday).map(week => (
                <tr key={week.join()}>
                  {week.map((date, index) =>
                    date !== null && inMonth.includes(date) ? (
                      // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a cell of a grid can be selected.
                      <td key={date} aria-selected={hasTimes && date === day}>
                        <button
                          type="button"
                          class="day-button"
                          ref={date === day ? chosen : null}
                          tabIndex={date === reachable ? 0 : -1}
                          aria-label={dates.longDay(date)}
                          onKeyDown={event => move(event, date)}
                          onClick={event => {
                            const [option] = options.filter(other => other.date === date)
                            if (hasTimes) setDay(date)
                            else if (option) press(option, event)
                          }}
                        >
                          {Number(date.slice(8))}
                        </button>
                      </td>
                    ) : (
                      <td key={date ?? `none ${index}`}>{date && <span>{Number(date.slice(8))}</span>}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {hasTimes && (
        <Times
          date={day}
          options={options.filter(({ date, time }) => date === day && time !== undefined)}
          press={press}
        />
      )}
      {days.length === 1 && !hasTimes && options[0] && <OneDay option={options[0]} press={press} />}
    </div>
  )
}

function OneDay({ option, press }: { option: ChoiceOption; press: PressOption }) {
  return (
    <button type="button" class="choice" onClick={event => press(option, event)}>
      <span class="label">{option.label}</span>
    </button>
  )
}
