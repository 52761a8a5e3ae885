import { createCalendar } from './calendar.ts'
import { createCrm } from './crm.ts'
import { members, parseQuery, replaceResults, type Sent } from './query.ts'
import { Refusal } from './refusal.ts'

/** What can be wrong with the portal; a test changes it while it runs. */
export interface Switches {
  scopes: string[]
  /** The portal's plan has run out. */
  isExpired: boolean
  /** Contacts that the user of the webhook may not see. */
  hiddenContacts: string[]
  /** Fields that are dropped without a word. */
  droppedFields: string[]
  /** The zone of the user of the webhook; empty for the portal's own. */
  userZone: string
  /** A batch that writes ends in an error of the server after this command. */
  diesAfter: string | undefined
  /** Runs before the command of this name in a batch: another process, or staff. */
  before: { command: string; act(): void } | undefined
}

/** The stand-in's state and its methods. */
export interface FakePortal {
  switches: Switches
  crm: ReturnType<typeof createCrm>
  calendar: ReturnType<typeof createCalendar>
  /** One method, as JSON has its parameters. Answers the envelope. @throws a refusal. */
  call(method: string, params: Sent): Sent
  /** Bound events of an application. */
  bindings: { event: string; handler: string }[]
}

const SCOPE_OF: Readonly<Record<string, string>> = {
  crm: 'crm',
  calendar: 'calendar',
  user: 'user_brief',
  catalog: 'catalog',
}
const PAGE = 50
const MOST_COMMANDS = 50

/** A salon's portal: two stylists, a bookkeeper, a catalogue, an empty book. */
export function createFakePortal({
  now,
  timezone,
  currency,
}: {
  now(): number
  timezone: string
  currency: string
}): FakePortal {
  const switches: Switches = {
    scopes: ['crm', 'calendar', 'user_brief', 'catalog'],
    isExpired: false,
    hiddenContacts: [],
    droppedFields: [],
    userZone: '',
    diesAfter: undefined,
    before: undefined,
  }
  const bindings: FakePortal['bindings'] = []
  const crm = createCrm({ switches, currency })
  const calendar = createCalendar({ timezone })

  const common: Record<string, (params: Sent) => Sent> = {
    scope: () => switches.scopes,
    profile: () => ({ ID: '1', ADMIN: true, NAME: 'Nora', LAST_NAME: 'Webb', TIME_ZONE: switches.userZone }),
    'server.time': () => new Date(now()).toISOString(),
    'user.get': ({ FILTER = {} }) =>
      USERS.filter(
        ({ ACTIVE }) => FILTER.ACTIVE === undefined || ACTIVE === ['true', '1', 'Y'].includes(String(FILTER.ACTIVE)),
      ),
    'event.get': () => bindings.map(one => ({ ...one, auth_type: '0', offline: 0 })),
    'event.bind': ({ event, handler }) => bindings.push({ event, handler }) > 0,
    'event.unbind': ({ event, handler }) => {
      const at = bindings.findIndex(one => one.event === event && one.handler === handler)
      if (at >= 0) bindings.splice(at, 1)
      return { count: at >= 0 ? 1 : 0 }
    },
  }
  const methods: Readonly<Record<string, (params: Sent) => Sent>> = { ...common, ...crm.methods, ...calendar.methods }

  const run = (method: string, params: Sent): Sent => {
    const scope = SCOPE_OF[method.split('.')[0] ?? '']
    if (scope !== undefined && !switches.scopes.includes(scope))
      throw new Refusal(
        401,
        'insufficient_scope',
        'The request requires higher privileges than provided by the webhook token',
      )
    const work = methods[method]
    if (!work) throw new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
    return paged(method, work(params), params)
  }

  const batch = ({ halt, cmd }: Sent): Sent => {
    const commands = Object.entries<Sent>(cmd ?? {})
    if (commands.length > MOST_COMMANDS)
      throw new Refusal(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
    const [results, errors, totals, nexts]: Sent[] = [{}, {}, {}, {}]
    for (const [name, command] of commands) {
      if (switches.before?.command === name) {
        const { act } = switches.before
        switches.before = undefined
        act()
      }
      const [method = '', query = ''] = String(command).split(/\?(.*)/s)
      try {
        if (method === 'batch')
          throw new Refusal(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage')
        const { result, total, next } = run(method, replaceResults(parseQuery(query), results))
        results[name] = result
        if (total !== undefined) totals[name] = total
        if (next !== undefined) nexts[name] = next
      } catch (failure) {
        if (!(failure instanceof Refusal)) throw failure
        errors[name] = { error: failure.code, error_description: failure.message }
        if (['1', 'true'].includes(String(halt))) break
      }
      if (switches.diesAfter === name) throw new Refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal server error')
    }
    return {
      result: {
        result: asPhp(results),
        result_error: asPhp(errors),
        result_total: asPhp(totals),
        result_next: asPhp(nexts),
        result_time: [],
      },
    }
  }

  return {
    switches,
    crm,
    calendar,
    bindings,
    call(method, params) {
      if (switches.isExpired) throw new Refusal(403, 'ACCESS_DENIED', 'REST API is available only on commercial plans.')
      return method === 'batch' ? batch(params) : run(method, params)
    },
  }
}

/** An empty map is written as an empty list. */
const asPhp = (map: Sent) => (members(map).length === 0 ? [] : map)

const LISTS: Readonly<Record<string, string | undefined>> = {
  'crm.contact.list': '',
  'crm.deal.list': '',
  'crm.product.list': '',
  'user.get': '',
  'catalog.product.service.list': 'services',
  'catalog.price.list': 'prices',
}

/** Fifty rows a page; total and next stand beside the result. */
function paged(method: string, whole: Sent, { start = 0 }: Sent): Sent {
  const member = LISTS[method]
  if (member === undefined) return { result: whole }
  const rows: Sent[] = member === '' ? whole : whole[member]
  const from = Number(start)
  const page = rows.slice(from, from + PAGE)
  const next = from + PAGE < rows.length ? { next: from + PAGE } : {}
  return { result: member === '' ? page : { [member]: page }, total: rows.length, ...next }
}

const user = (ID: string, NAME: string, LAST_NAME: string, ACTIVE = true) => ({
  ID,
  ACTIVE,
  NAME,
  LAST_NAME,
  EMAIL: `${NAME.toLowerCase()}@salon.example`,
  PERSONAL_MOBILE: '+491510000000',
  LAST_ACTIVITY_DATE: {},
  TIME_ZONE: '',
  UF_DEPARTMENT: [1],
  USER_TYPE: 'employee',
})

const USERS = [
  user('1', 'Nora', 'Webb'),
  user('7', 'Anna', 'Lee'),
  user('8', 'Boris', 'Falk'),
  user('9', 'Gone', 'Away', false),
]
