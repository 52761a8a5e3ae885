import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { stringify } from 'yaml'
import { checkConfig } from '../../../config/check.ts'
import type { ConfiguredInstance } from '../../../config/desk-config.ts'
import { formatFindings } from '../../../config/format.ts'
import { createDeskLoader } from '../../../core/cli/desk-file.ts'
import type { LlmPlugin } from '../../../core/contract/index.ts'
import { API_KEY, salonConfig } from '../../support/running-desk/salon.ts'
import { type OpenedRuntime, openRuntime } from './open-runtime.ts'

/** One process of a desk; its clock stands still, so that what it hears it does not hear by looking again. */
export interface Replica extends OpenedRuntime {
  url: string
}

/** What a test may set of the desk. */
export interface ReplicaOptions {
  /** `storage:` of `aiadmin.yaml`. */
  storage: object
  replicas?: number
  server?: object
  /** Options of the channels `api` and `web`. */
  api?: object
  web?: object
  brain?: ConfiguredInstance<LlmPlugin>
}

/** Starts several processes of one desk on a store that they share. */
export async function openReplicas(test: TestContext, options: ReplicaOptions): Promise<readonly Replica[]> {
  const { storage, replicas = 2, server, api, web, brain } = options
  const many = { requestsPerMinute: 1_000_000 }
  const checked = await checkConfig({
    file: 'aiadmin.yaml',
    text: stringify(
      salonConfig({
        storage,
        server: { host: '127.0.0.1', port: 0, ...many, ...server },
        channels: {
          api: { use: 'http', with: { apiKeys: [{ name: 'site', key: `\${API_KEY}` }], ...many, ...api } },
          web: { use: 'web', with: { messagesPerMinute: 600, ...web } },
        },
      }),
    ),
    env: { API_KEY },
    loader: createDeskLoader(),
  })
  assert.ok(checked.config, formatFindings(checked.findings, { text: checked.text, colors: false }))
  const config = { ...checked.config, ...(brain && { llm: [brain] }) }
  const opened: Replica[] = []
  for (let index = 0; index < replicas; index += 1) {
    const one = await openRuntime(config)
    test.after(one.close)
    const url = await one.runtime.start()
    assert.ok(url)
    opened.push({ ...one, url })
  }
  return opened
}

/** Calls the API of a replica. */
export async function callApi(url: string, query: Record<string, string>, body?: object) {
  const response = await fetch(`${url}/api/v1/api?${new URLSearchParams(query)}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer: { replies?: { text: string }[]; after?: number; code?: string; busy?: boolean } = JSON.parse(
    await response.text(),
  )
  const { replies = [] } = answer
  return { status: response.status, headers: response.headers, ...answer, texts: replies.map(({ text }) => text) }
}
