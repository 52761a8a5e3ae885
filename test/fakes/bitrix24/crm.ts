import type { Switches } from './portal.ts'
import { members, type Sent } from './query.ts'
import { notFound, Refusal } from './refusal.ts'

/** Contacts, deals, products and stages. Everything is text on the wire, as the legacy methods have it. */
export function createCrm({ switches, currency }: { switches: Switches; currency: string }) {
  const contacts = new Map<string, Sent>()
  const deals = new Map<string, Sent>()
  const rows = new Map<string, Sent[]>()
  let lastId = 270
  let lastValue = 150

  const products: Sent[] = [
    product('1265', 'Haircut', '45.00', currency),
    product('1266', 'Colouring', '90.00', currency),
    ...Array.from({ length: 60 }, (_, index) => product(String(2000 + index), `Shampoo ${index}`, '9.50', currency)),
  ]

  const multi = (before: Sent[], sent: Sent): Sent[] => {
    const values = [...before]
    for (const one of members(sent)) {
      const known = values.findIndex(({ ID }) => ID === String(one.ID))
      if (known >= 0 && (one.DELETE === 'Y' || one.VALUE === '')) values.splice(known, 1)
      else if (known >= 0) Object.assign(values[known], { VALUE: one.VALUE })
      else {
        lastValue += 1
        values.push({ ID: String(lastValue), VALUE_TYPE: one.VALUE_TYPE ?? 'WORK', VALUE: one.VALUE, TYPE_ID: 'PHONE' })
      }
    }
    return values
  }

  const writeContact = (contact: Sent, fields: Sent) => {
    for (const [name, value] of Object.entries<Sent>(fields)) {
      if (name === 'PHONE' || name === 'EMAIL') {
        const values = multi(contact[name] ?? [], value)
        if (values.length > 0) contact[name] = values
        else delete contact[name]
      } else if (CONTACT_FIELDS.has(name)) contact[name] = String(value)
    }
  }

  const writeDeal = (deal: Sent, fields: Sent) => {
    for (const [name, value] of Object.entries<Sent>(fields)) {
      const isKnown = (name in DEAL || name.startsWith('UF_CRM_VISIT')) && !switches.droppedFields.includes(name)
      if (isKnown) deal[name] = String(value)
    }
    const stage = STAGES.find(({ STATUS_ID }) => STATUS_ID === deal.STAGE_ID)
    deal.STAGE_SEMANTIC_ID = stage?.SEMANTICS ?? 'P'
    deal.CLOSED = stage?.SEMANTICS ? 'Y' : 'N'
  }

  const nextId = () => {
    lastId += 1
    return lastId
  }
  const existing = (map: Map<string, Sent>, id: Sent): Sent => {
    const found = map.get(String(id))
    if (!found) throw notFound()
    return found
  }
  const seen = () => [...contacts.values()].filter(({ ID }) => !switches.hiddenContacts.includes(ID))

  const methods: Record<string, (params: Sent) => Sent> = {
    'crm.duplicate.findbycomm'({ entity_type, type, values }) {
      if (!entity_type || type !== 'PHONE') throw new Refusal(400, '', 'Communication type is not defined.')
      const asked = members(values)
        .filter(value => typeof value === 'string')
        .slice(0, 20)
        .map(digits)
      const found = [...contacts.values()].filter(({ PHONE = [] }) =>
        PHONE.some(({ VALUE }: Sent) => asked.some(value => digits(VALUE) === value)),
      )
      return found.length === 0 ? [] : { CONTACT: found.slice(0, 20).map(({ ID }) => Number(ID)) }
    },
    'crm.contact.add'({ fields }) {
      const id = nextId()
      const contact = { ID: String(id), NAME: '', LAST_NAME: '', COMMENTS: '' }
      writeContact(contact, fields ?? {})
      contacts.set(contact.ID, contact)
      return id
    },
    'crm.contact.get': ({ id }) => existing(contacts, id),
    'crm.contact.update'({ id, fields }) {
      writeContact(existing(contacts, id), fields)
      return true
    },
    'crm.contact.list': ({ filter, select }) => chosen(matching(seen(), filter), select),

    'crm.deal.add'({ fields }) {
      const id = nextId()
      const deal: Sent = { ...DEAL, ID: String(id) }
      writeDeal(deal, fields ?? {})
      deals.set(deal.ID, deal)
      return id
    },
    'crm.deal.get': ({ id }) => existing(deals, id),
    'crm.deal.update'({ id, fields }) {
      writeDeal(existing(deals, id), fields)
      return true
    },
    'crm.deal.list': ({ filter, select }) => chosen(matching([...deals.values()], filter), select),
    'crm.deal.fields': () => ({
      ...Object.fromEntries(Object.keys(DEAL).map(name => [name, { type: 'string', title: name }])),
      UF_CRM_VISIT_AT: { type: 'datetime', title: 'UF_CRM_VISIT_AT', formLabel: 'Visit at' },
      UF_CRM_VISIT_EVENT: { type: 'string', title: 'UF_CRM_VISIT_EVENT', formLabel: 'Visit event' },
    }),
    'crm.deal.productrows.set'({ id, rows: sent }) {
      existing(deals, id)
      rows.set(String(id), members(sent))
      return true
    },
    'crm.product.list': ({ filter, select }) => chosen(matching(products, filter), select),
    'crm.category.list': () => ({
      categories: [
        { id: 0, name: 'General', sort: 300, entityTypeId: 2, isDefault: 'Y' },
        { id: 4, name: 'Visits', sort: 400, entityTypeId: 2, isDefault: 'N' },
      ],
    }),
    'crm.status.list': ({ filter }) => STAGES.filter(stage => stage.ENTITY_ID === filter?.ENTITY_ID),
    'catalog.catalog.list': () => ({ catalogs: [{ id: 23, iblockId: 23, productIblockId: null }] }),
    'catalog.product.service.list'({ filter, select }) {
      if (!filter?.iblockId || !members(select).includes('iblockId'))
        throw new Refusal(400, 200040300010, 'Required select fields: iblockId')
      return {
        services: products.map(({ ID, NAME }) => ({ id: Number(ID), iblockId: 23, name: NAME, active: 'Y', type: 7 })),
      }
    },
    'catalog.price.list'({ filter }) {
      const ids = members(filter?.productId).map(String)
      const some = products.filter(({ ID }) => ids.includes(ID))
      return {
        prices: some.map(({ ID, PRICE, CURRENCY_ID }) => ({
          id: 1,
          productId: Number(ID),
          price: Number(PRICE),
          currency: CURRENCY_ID,
        })),
      }
    },
  }
  return { contacts, deals, rows, products, methods }
}

const digits = (text: string) => text.replace(/\D/g, '')

const product = (ID: string, NAME: string, PRICE: string, CURRENCY_ID: string) => ({
  ID,
  NAME,
  ACTIVE: 'Y',
  PRICE,
  CURRENCY_ID,
})

const CONTACT_FIELDS: ReadonlySet<string> = new Set([
  'NAME',
  'LAST_NAME',
  'COMMENTS',
  'OPENED',
  'ORIGINATOR_ID',
  'ORIGIN_ID',
])

/** A deal with nothing in it. */
const DEAL = {
  ID: '',
  TITLE: '',
  CATEGORY_ID: '0',
  STAGE_ID: 'NEW',
  STAGE_SEMANTIC_ID: 'P',
  CLOSED: 'N',
  CONTACT_ID: '0',
  ASSIGNED_BY_ID: '1',
  OPPORTUNITY: '0.00',
  CURRENCY_ID: '',
  COMMENTS: '',
  BEGINDATE: '',
  CLOSEDATE: '',
  ORIGINATOR_ID: '',
  ORIGIN_ID: '',
  ADDITIONAL_INFO: '',
  SOURCE_DESCRIPTION: '',
}

const stage = (entity: string, code: string, NAME: string, SORT: string, semantics: string) => ({
  ID: `${entity}-${code}`,
  ENTITY_ID: entity,
  STATUS_ID: code,
  NAME,
  SORT,
  SEMANTICS: semantics === 'process' ? null : (semantics[0] ?? '').toUpperCase(),
  EXTRA: { SEMANTICS: semantics, COLOR: '#39A8EF' },
})

const STAGES = [
  stage('DEAL_STAGE', 'LOSE', 'Deal lost', '60', 'failure'),
  stage('DEAL_STAGE', 'NEW', 'New', '10', 'process'),
  stage('DEAL_STAGE', 'WON', 'Deal won', '50', 'success'),
  stage('DEAL_STAGE_4', 'C4:NEW', 'Asked', '10', 'process'),
  stage('DEAL_STAGE_4', 'C4:PREPARATION', 'Booked', '20', 'process'),
  stage('DEAL_STAGE_4', 'C4:WON', 'Came', '30', 'success'),
  stage('DEAL_STAGE_4', 'C4:LOSE', 'Did not come', '40', 'failure'),
  stage('DEAL_STAGE_4', 'C4:APOLOGY', 'Cancelled', '50', 'failure'),
]

/** Filters as `crm.*.list` takes them: equality, `@` for one of several, `>=` and `<=`. */
function matching(all: readonly Sent[], filter: Sent): Sent[] {
  const rules = Object.entries<Sent>(filter ?? {})
  return all.filter(row =>
    rules.every(([rule, value]) => {
      const [, sign = '', name = ''] = /^(>=|<=|@|)(.*)$/.exec(rule) ?? []
      if (sign === '@') return members(value).map(String).includes(row[name])
      if (sign === '>=') return row[name] >= String(value)
      if (sign === '<=') return row[name] <= String(value)
      return typeof value === 'object' ? members(value).map(String).includes(row[name]) : String(value) === row[name]
    }),
  )
}

/** Phones and mail addresses come only when they are named. */
function chosen(rows: readonly Sent[], select: Sent): Sent[] {
  const names = members(select)
  return rows.map(row =>
    Object.fromEntries(names.flatMap(name => (row[name] === undefined ? [] : [[name, row[name]]]))),
  )
}
