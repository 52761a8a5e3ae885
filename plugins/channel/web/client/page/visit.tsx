import type { PageVisit } from '../../history.ts'
import { Icon } from './icon.tsx'
import { safeLink } from './markup.tsx'
import { useChat } from './settings.ts'

/** A booked, moved or cancelled visit as a card. */
export function Visit({ visit }: { visit: PageVisit }) {
  const { dates, text } = useChat()
  const { status, services, employee, priceText, address } = visit
  const when = dates.visit(visit.start, visit.end)
  const calendar = safeLink(visit.calendarUrl)
  return (
    <article class="visit" data-status={status} aria-label={text(`visit_${status}`)}>
      <div class="head">
        <div class="leaf" aria-hidden="true">
          <span class="month">{when.month}</span>
          <span class="day">{when.day}</span>
        </div>
        <div class="facts">
          <p class="visit-state">{text(`visit_${status}`)}</p>
          <p class="when">{when.date}</p>
          <p class="times">{when.times}</p>
        </div>
      </div>
      <div class="details">
        <p class="what">
          <span>{services.join(', ')}</span>
          {priceText && <span class="price">{priceText}</span>}
        </p>
        {employee && (
          <p class="detail">
            <Icon name="person" />
            <span>{employee}</span>
          </p>
        )}
        {address && (
          <p class="detail">
            <Icon name="place" />
            <span>{address}</span>
          </p>
        )}
      </div>
      {calendar && (
        <a class="to-calendar" href={calendar} download>
          <Icon name="calendar" />
          {text(status === 'cancelled' ? 'update_calendar' : 'add_to_calendar')}
        </a>
      )}
    </article>
  )
}
