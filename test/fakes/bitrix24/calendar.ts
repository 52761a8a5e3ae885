import { members, type Sent } from './query.ts'
import { Refusal } from './refusal.ts'

/** Calendars of the users. Local times come in the portal's culture, which nobody should read. */
export function createCalendar({ timezone }: { timezone: string }) {
  const events = new Map<string, Sent>()
  let lastId = 1240

  const local = (ms: number) => {
    const [date = '', time = ''] = new Intl.DateTimeFormat('de-DE', {
      timeZone: timezone,
      dateStyle: 'medium',
      timeStyle: 'medium',
    })
      .format(ms)
      .split(', ')
    return `${date} ${time}`
  }

  const timesOf = ({ from, to, timezone_from, timezone_to, skip_time }: Sent) => {
    const [start, end] = [Date.parse(from), Date.parse(to)]
    if (Number.isNaN(start) || Number.isNaN(end)) throw new Refusal(400, '', 'Invalid value for parameter "from"')
    return {
      DATE_FROM: local(start),
      DATE_TO: local(end),
      DATE_FROM_TS_UTC: String(start / 1_000),
      DATE_TO_TS_UTC: String(end / 1_000),
      // What is not sent again falls back to the zone of the caller.
      TZ_FROM: timezone_from ?? timezone,
      TZ_TO: timezone_to ?? timezone,
      DT_SKIP_TIME: skip_time ?? 'N',
      DT_LENGTH: (end - start) / 1_000,
    }
  }

  const add = (params: Sent) => {
    const { type, ownerId, name, section, auto_detect_section, accessibility = 'busy', crm_fields } = params
    if (type !== 'user' || !ownerId || !name) throw new Refusal(400, '', 'The required parameter "name" is not set')
    if (section === undefined && auto_detect_section !== 'Y')
      throw new Refusal(400, '', 'The required parameter "section" is not set')
    lastId += 1
    const links = members(crm_fields)
    events.set(String(lastId), {
      ID: String(lastId),
      PARENT_ID: String(lastId),
      DELETED: 'N',
      CAL_TYPE: 'user',
      OWNER_ID: String(ownerId),
      NAME: name,
      DESCRIPTION: params.description ?? '',
      ACCESSIBILITY: accessibility,
      IS_MEETING: false,
      UF_CRM_CAL_EVENT: links.length > 0 ? links : false,
      ...timesOf(params),
    })
    return lastId
  }

  const methods: Record<string, (params: Sent) => Sent> = {
    'calendar.event.add': add,
    // Nothing there: no error, but null.
    'calendar.event.getbyid': ({ id }) => events.get(String(id)) ?? null,
    'calendar.event.update'(params) {
      const event = events.get(String(params.id))
      if (!event || event.OWNER_ID !== String(params.ownerId)) throw new Refusal(400, '', 'Access denied')
      Object.assign(event, timesOf(params))
      return Number(event.ID)
    },
    'calendar.event.delete'({ id }) {
      if (!events.delete(String(id))) throw new Refusal(400, '', 'Event not found')
      return true
    },
    'calendar.accessibility.get'({ users, from, to }) {
      const [first, last] = [Date.parse(`${from}T00:00:00Z`) / 1_000, Date.parse(`${to}T00:00:00Z`) / 1_000]
      if (Number.isNaN(first) || Number.isNaN(last)) throw new Refusal(400, '', 'Invalid value for parameter "from"')
      return Object.fromEntries(
        members(users).map(id => [
          String(id),
          [...events.values()]
            .filter(({ OWNER_ID, DATE_FROM_TS_UTC, DATE_TO_TS_UTC }) => {
              return OWNER_ID === String(id) && Number(DATE_TO_TS_UTC) > first && Number(DATE_FROM_TS_UTC) < last
            })
            .map(({ OWNER_ID: _, DESCRIPTION: __, UF_CRM_CAL_EVENT: ___, ...event }) => ({
              ...event,
              '~USER_OFFSET_FROM': 0,
            })),
        ]),
      )
    },
  }
  return { events, add, methods }
}
