import { type Account, PIPELINE, type Row } from './account.ts'
import { created, invalid, mentions, notFound, page, patched, type Reply, writeFields } from './records.ts'

interface Asked {
  method: string
  url: URL
  body: Row
  now: number
}

/** Leads: visits and other deals. */
export function answerLeads(account: Account, [id, verb]: readonly string[], asked: Asked): Reply {
  const { method, url, body, now } = asked
  const { leads, switches } = account
  if (id === undefined) {
    if (method === 'GET') return page(matching(account, url.searchParams), 'leads', { url, limit: switches.pageSize })
    return createLeads(account, body, now)
  }
  const lead = leads.find(one => String(one.id) === id)
  if (!lead) return method === 'GET' ? [204] : notFound()
  if (verb === 'link') {
    for (const link of body as Row[]) account.links.push({ entity_id: lead.id, ...link })
    lead._embedded.catalog_elements = account.links
      .filter(link => link.entity_id === lead.id && link.to_entity_type === 'catalog_elements')
      .map(link => ({ id: link.to_entity_id, metadata: link.metadata }))
    return [200, { _embedded: { links: body } }]
  }
  if (method === 'GET') return [200, lead]
  const { custom_fields_values = [], ...columns } = body
  const wrong = changed(columns) ?? writeFields(account, lead, custom_fields_values, account.leadFields)
  if (wrong) return wrong
  Object.assign(lead, columns, { updated_at: now })
  if (columns.status_id === 142 || columns.status_id === 143) lead.closed_at = now
  return patched(account, 'leads', lead)

  function changed({ status_id, pipeline_id }: Row): Reply | undefined {
    if (status_id === undefined) return undefined
    const pipeline = account.pipelines.find(one => one.id === (pipeline_id ?? lead?.pipeline_id))
    const isStage = pipeline?._embedded.statuses.some((one: Row) => one.id === status_id)
    return isStage ? undefined : invalid('NotSupportedChoice', 'status_id')
  }
}

function createLeads(account: Account, body: Row, now: number): Reply {
  if (!Array.isArray(body)) return invalid('InvalidType', '')
  const made: Row[] = []
  for (const { custom_fields_values = [], request_id, _embedded = {}, ...columns } of body) {
    const lead: Row = {
      price: 0,
      responsible_user_id: 123,
      status_id: PIPELINE.booked,
      pipeline_id: PIPELINE.id,
      closed_at: null,
      ...columns,
      id: account.nextId(),
      created_at: now,
      updated_at: now,
      is_deleted: false,
      custom_fields_values: null,
      account_id: 1,
      _embedded: { tags: [], companies: [], contacts: _embedded.contacts ?? [], catalog_elements: [] },
    }
    const wrong = writeFields(account, lead, custom_fields_values, account.leadFields)
    if (wrong) return wrong
    if (!Number.isInteger(lead.price)) return invalid('InvalidType', 'price')
    account.leads.push(lead)
    made.push({ id: lead.id, request_id })
  }
  return created('leads', made)
}

function matching({ leads, switches }: Account, query: URLSearchParams): readonly Row[] {
  const ids = query.getAll('filter[id][]')
  const pipelines = query.getAll('filter[pipeline_id][]')
  const statuses = [...query]
    .filter(([name]) => /^filter\[statuses\]\[\d+\]\[status_id\]$/.test(name))
    .map(([name, status]) => [query.get(name.replace('status_id', 'pipeline_id')), status])
  const since = (name: string) => Number(query.get(`filter[${name}][from]`) ?? Number.NaN)
  const [createdAt, closedAt] = [since('created_at'), since('closed_at')]
  const field = [...query].flatMap(([name, value]) => {
    const id = /^filter\[custom_fields_values\]\[(\d+)\]\[from\]$/.exec(name)?.[1]
    return id === undefined || !switches.filterApi ? [] : [{ id: Number(id), from: Number(value) }]
  })[0]
  const text = query.get('query')
  return leads
    .filter(lead => !lead.is_deleted)
    .filter(lead => ids.length === 0 || ids.includes(String(lead.id)))
    .filter(lead => pipelines.length === 0 || pipelines.includes(String(lead.pipeline_id)))
    .filter(
      lead =>
        statuses.length === 0 ||
        statuses.some(
          ([pipeline, status]) => pipeline === String(lead.pipeline_id) && status === String(lead.status_id),
        ),
    )
    .filter(lead => !(lead.created_at < createdAt))
    .filter(lead => Number.isNaN(closedAt) || (lead.closed_at ?? 0) >= closedAt)
    .filter(lead => text === null || mentions(lead, text))
    .filter(
      lead =>
        !field ||
        lead.custom_fields_values?.some(
          (one: Row) => one.field_id === field.id && Number(one.values[0].value) >= field.from,
        ),
    )
}
