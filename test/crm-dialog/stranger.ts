import type { KeptVisit, OpenCrm } from '../support/seven-crms.ts'

/** One question over HTTP. */
interface Question {
  url: string
  method?: 'POST'
  headers?: Readonly<Record<string, string>>
  body?: unknown
}

type Options = OpenCrm['block']['with']

const text = (options: Options, name: string) => String(options[name])

/** How a program that knows nothing of the desk asks each CRM for a visit, by the reference of its API. */
const QUESTIONS: Readonly<Record<string, (options: Options, visit: KeptVisit) => readonly Question[]>> = {
  yclients: dialect('application/vnd.yclients.v2+json'),
  altegio: dialect('application/vnd.api.v2+json'),
  bitrix24: (options, { id, record }) => [
    method(options, 'crm.deal.get', { id }),
    method(options, 'calendar.event.getbyid', { id: Object(record).SOURCE_DESCRIPTION }),
  ],
  amocrm: (options, { id }) => [
    {
      url: `${text(options, 'account')}/api/v4/leads/${id}?with=contacts`,
      headers: { authorization: `Bearer ${text(options, 'token')}` },
    },
  ],
  easyweek: (options, { id }) => [
    {
      url: `${text(options, 'baseUrl')}/api/public/v2/bookings/${id}`,
      headers: {
        authorization: `Bearer ${text(options, 'apiKey')}`,
        workspace: text(options, 'workspace'),
        accept: 'application/json',
      },
    },
  ],
  onec: (options, { id }) => {
    const document = encodeURIComponent('Document_ЗаписьКлиента')
    const login = Buffer.from(`${text(options, 'login')}:${text(options, 'password')}`, 'utf8').toString('base64')
    return [
      {
        url: `${text(options, 'url')}/odata/standard.odata/${document}(guid'${id}')?$format=json`,
        headers: { authorization: `Basic ${login}` },
      },
    ]
  },
  // DIKIDI itself answers no program: what the bridge was told is all there is.
  dikidi: ({ bridge }) => [{ url: `${Object(bridge).url}/operations` }],
}

function dialect(accept: string) {
  return (options: Options, { id }: KeptVisit): readonly Question[] => [
    {
      url: `${text(options, 'apiUrl')}/record/${text(options, 'companyId')}/${id}`,
      headers: { accept, authorization: `Bearer ${text(options, 'partnerToken')}, User ${text(options, 'userToken')}` },
    },
  ]
}

function method(options: Options, name: string, body: unknown): Question {
  return {
    url: `${text(options, 'webhook')}${name}`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  }
}

/** Asks the CRM's own API for the visit, past the desk; answers what came, unread. */
export async function askAsStranger({ block }: OpenCrm, visit: KeptVisit): Promise<readonly unknown[]> {
  const questions = QUESTIONS[block.use]?.(block.with, visit) ?? []
  return Promise.all(
    questions.map(async ({ url, method: verb = 'GET', headers, body }) => {
      const init = {
        method: verb,
        ...(headers && { headers }),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }
      const response = await fetch(url, init)
      if (!response.ok) throw new Error(`${block.use} answered ${response.status} to a stranger`)
      return response.json()
    }),
  )
}
