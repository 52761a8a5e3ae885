import assert from 'node:assert/strict'
import { API_KEY } from './salon.ts'

/** A button. */
export interface Button {
  id: string
  label: string
  hint?: string
}

/** A visit as the API shows it. */
export interface ShownVisit {
  id: string
  status: string
  start: string
  services: readonly string[]
  employee?: string
}

/** What came back to one message. */
export interface Reply {
  status: number
  /** All replies, joined. */
  text: string
  /** What can be pressed now. */
  buttons: readonly Button[]
  labels: readonly string[]
  state: string
  mode: 'auto' | 'staff'
  turn: number
  visits: readonly ShownVisit[]
  /** As it came, for errors. */
  body: Readonly<Record<string, unknown>>
}

/** A client of the salon on the site's API. */
export interface ApiClient {
  name: string
  says(text: string): Promise<Reply>
  /** Presses the newest button with this label, or the first whose label matches. */
  presses(label: string | RegExp): Promise<Reply>
  /** The newest button with this label that was ever shown. */
  button(label: string | RegExp): Button
  /** What the desk has said since the last answer; waits until it says something. */
  reads(): Promise<Reply>
  /** Any body. */
  sends(body: Readonly<Record<string, unknown>>): Promise<Reply>
}

interface ApiAnswer {
  replies?: { text: string; choices: Button[] }[]
  state?: string
  mode?: 'auto' | 'staff'
  turn?: number
  after?: number
  appointments?: ShownVisit[]
}

/** A client with a conversation of their own. */
export function createApiClient(url: string, name: string): ApiClient {
  const seen: Button[] = []
  const authorization = { authorization: `Bearer ${API_KEY}` }
  let after = 0

  async function sends(body: Readonly<Record<string, unknown>>): Promise<Reply> {
    const response = await fetch(`${url}/api/v1/api`, {
      method: 'POST',
      headers: { ...authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ conversation: name, ...body }),
    })
    return replyOf(response)
  }

  async function reads(): Promise<Reply> {
    const query = new URLSearchParams({ conversation: name, after: String(after), wait: '20' })
    return replyOf(await fetch(`${url}/api/v1/api?${query}`, { headers: authorization }))
  }

  async function replyOf(response: Response): Promise<Reply> {
    const answer = (await response.json()) as ApiAnswer & Record<string, unknown>
    after = answer.after ?? after
    const replies = answer.replies ?? []
    const buttons = replies.flatMap(({ choices }) => choices)
    seen.unshift(...buttons)
    return {
      status: response.status,
      text: replies.map(reply => reply.text).join('\n\n'),
      buttons,
      labels: buttons.map(({ label }) => label),
      state: answer.state ?? '',
      mode: answer.mode ?? 'auto',
      turn: answer.turn ?? 0,
      visits: answer.appointments ?? [],
      body: answer,
    }
  }

  function button(label: string | RegExp): Button {
    const found = seen.find(one => (typeof label === 'string' ? one.label === label : label.test(one.label)))
    assert.ok(found, `no button ${label}; there were: ${seen.map(one => one.label).join(' | ')}`)
    return found
  }

  return {
    name,
    sends,
    reads,
    button,
    says: text => sends({ text }),
    presses: label => sends({ choice: button(label).id }),
  }
}
