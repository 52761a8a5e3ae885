import type { Account, Field, Row } from './account.ts'
import { created, invalid, notFound, page, patched, type Reply } from './records.ts'

interface Asked {
  method: string
  url: URL
  body: Row
  now: number
}

/** What is set up once: fields, lists, users, hooks; and tasks. */
export function answerSetup(account: Account, path: readonly string[], asked: Asked): Reply {
  const { method, url, body, now } = asked
  const limit = account.switches.pageSize
  const [first, second, third] = path
  switch (`${method} ${first}`) {
    case 'GET account':
      return [
        200,
        {
          id: 1,
          name: 'Atelier',
          subdomain: 'atelier',
          currency: 'EUR',
          current_user_id: 123,
          version: 17,
          ...(url.searchParams.get('with')?.includes('is_api_filter_enabled') && {
            is_api_filter_enabled: account.switches.filterApi,
          }),
          _embedded: { datetime_settings: { timezone: account.switches.timezone } },
        },
      ]
    case 'GET users':
      return page(account.users, 'users', { url, limit })
    case 'GET catalogs':
      if (second === undefined) return page(account.catalogs, 'catalogs', { url, limit })
      if (!account.catalogs.some(one => String(one.id) === second)) return notFound()
      if (third === 'custom_fields') return page(account.elementFields.map(row), 'custom_fields', { url, limit })
      return page(account.elements, 'elements', { url, limit })
    case 'POST catalogs':
      return makeFields(account, account.elementFields, body)
    case 'GET tasks': {
      const ids = url.searchParams.getAll('filter[entity_id][]')
      const found = account.tasks.filter(
        task =>
          ids.includes(String(task.entity_id)) &&
          !(url.searchParams.get('filter[is_completed]') === '0' && task.is_completed),
      )
      return page(found, 'tasks', { url, limit })
    }
    case 'POST tasks': {
      const tasks = (body as Row[]).map(task => ({
        ...task,
        id: account.nextId(),
        is_completed: false,
        result: [],
        created_at: now,
      }))
      account.tasks.push(...tasks)
      return created('tasks', tasks)
    }
    case 'PATCH tasks': {
      const task = account.tasks.find(one => String(one.id) === second)
      return task ? patched(account, 'tasks', Object.assign(task, body, { updated_at: now })) : notFound()
    }
    case 'GET webhooks':
      return account.webhooks.length === 0 ? [204] : [200, { _embedded: { webhooks: account.webhooks } }]
    case 'POST webhooks': {
      const known = account.webhooks.find(hook => hook.destination === body.destination)
      const hook = Object.assign(known ?? { id: account.nextId(), disabled: false }, body)
      if (!known) account.webhooks.push(hook)
      return [201, hook]
    }
    case 'DELETE webhooks': {
      const at = account.webhooks.findIndex(hook => hook.destination === body.destination)
      if (at < 0) return notFound()
      account.webhooks.splice(at, 1)
      return [204]
    }
    default:
      return notFound()
  }
}

const row = (field: Field): Row => ({ ...field })

/** `leads/custom_fields` and `catalogs/{id}/custom_fields`: makes the fields that are sent. */
export function makeFields(account: Account, fields: Field[], body: Row): Reply {
  if (!Array.isArray(body)) return invalid('InvalidType', '')
  const made = body.map(
    ({ name, type, code = null, enums }): Field => ({
      id: account.nextId(),
      name,
      type,
      code,
      enums: enums?.map((one: Row) => ({ ...one, id: account.nextId() })) ?? null,
    }),
  )
  if (made.some(({ code }) => code !== null && fields.some(field => field.code === code)))
    return invalid('NotUnique', '0.code')
  fields.push(...made)
  return [200, { _embedded: { custom_fields: made.map(row) } }]
}
