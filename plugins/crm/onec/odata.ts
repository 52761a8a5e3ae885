import type { Call, PluginContext } from '../../../core/contract/index.ts'
import { type Asked, failureOf, parsed } from './failure.ts'
import { guid, isRef } from './literal.ts'
import type { OnecOptions } from './options.ts'

/** A record as it came; every field is looked at before it is believed. */
export type Row = Readonly<Record<string, unknown>>

/** The records of one infobase. */
export interface OData {
  /** All that match, page by page. `virtual` names a virtual table of a register: `SliceLast()`. */
  rows(
    query: { set: string; filter?: string | undefined; virtual?: string; top?: number },
    call: Call,
  ): Promise<readonly Row[]>
  /** Undefined when there is none. */
  one(set: string, id: string, call: Call): Promise<Row | undefined>
  /** Answers the new reference. */
  create(set: string, fields: Row, call: Call): Promise<string>
  /** Changes what `fields` names, while the record is still the one that was read. */
  change(record: { set: string; before: Row; fields: Row }, call: Call): Promise<void>
  /** A bound action: posting, unposting. */
  act(set: string, id: string, action: 'Post' | 'Unpost', call: Call): Promise<void>
  /** The names of what is published. */
  published(call: Call): Promise<readonly string[]>
  /** The description of everything, which may be many megabytes. */
  metadata(call: Call): Promise<Response>
}

const PAGE = 500
/** 1C may think long; the caller's own deadline ends it sooner. */
const TIMEOUT_MS = 30_000
const SUFFIX = '/odata/standard.odata'

/** Speaks with the base that the options name. */
export function createOData({ config, http, error }: PluginContext<OnecOptions>): OData {
  const address = config.url.replace(/\/+$/, '')
  const base = address.endsWith(SUFFIX) ? address : `${address}${SUFFIX}`
  const limited = http.limit({ key: `onec:${base}`, concurrent: config.connections ?? 2 })
  // Of the UTF-8 bytes: names of 1C users are Cyrillic as a rule.
  const authorization = `Basic ${Buffer.from(`${config.login}:${config.password ?? ''}`, 'utf8').toString('base64')}`

  const send = (asked: Asked, path: string, init: { body?: Row; version?: unknown; accept?: string }, call: Call) =>
    limited(
      `${base}/${path}`,
      {
        method: asked.method,
        headers: {
          authorization,
          accept: init.accept ?? 'application/json',
          ...(init.body && { 'content-type': 'application/json; charset=utf-8' }),
          ...(typeof init.version === 'string' && { 'if-match': init.version }),
        },
        ...(init.body && { body: JSON.stringify(init.body) }),
        // 1C never redirects: what does is a proxy or a wrong address.
        redirect: 'manual',
      },
      { call, timeoutMs: TIMEOUT_MS },
    )

  /** The answer's object. @throws what 1C or the server before it says; what is no JSON is no answer. */
  const ask = async (asked: Asked, path: string, init: { body?: Row; version?: unknown }, call: Call): Promise<Row> => {
    const response = await send(asked, path, init, call)
    const text = await response.text()
    if (!response.ok) throw failureOf(response, text, { asked, error })
    const answer = text.trim() === '' ? {} : parsed(text)
    if (typeof answer !== 'object' || answer === null)
      throw error(asked.method === 'GET' ? 'unavailable' : 'unknown_outcome', 'a page came instead of an answer of 1C')
    return Object(answer)
  }

  const list = async (set: string, path: string, call: Call): Promise<readonly Row[]> => {
    const { value } = await ask({ method: 'GET', set }, path, {}, call)
    if (!Array.isArray(value)) throw error('unavailable', `the answer of 1C has no list of ${set}`)
    return value.map(item => Object(item))
  }

  const keyOf = (set: string, id: string) => {
    if (!isRef(id)) throw error('not_found', `${set} has no record of that id`)
    return `${encodeURIComponent(set)}(${guid(id)})`
  }

  return {
    async rows({ set, filter, virtual, top }, call) {
      const path = virtual === undefined ? encodeURIComponent(set) : `${encodeURIComponent(set)}/${virtual}`
      const condition = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`
      if (virtual !== undefined) return list(set, `${path}?$format=json${condition}`, call)
      // Registers have no Ref_Key to sort by: their rows come in one answer.
      const isSorted = /^(Catalog|Document)_[^_]+$/.test(set)
      if (!isSorted) return list(set, `${path}?$format=json${condition}${top ? `&$top=${top}` : ''}`, call)
      const found = new Map<unknown, Row>()
      for (let skip = 0; ; ) {
        const page = await list(
          set,
          `${path}?$format=json${condition}&$orderby=Ref_Key&$top=${top ?? PAGE}&$skip=${skip}`,
          call,
        )
        const before = found.size
        for (const row of page) found.set(row['Ref_Key'], row)
        skip += page.length
        // More than was asked for, or nothing new: the server pages by itself, or not at all.
        if (page.length !== PAGE || found.size === before || top !== undefined) return [...found.values()]
      }
    },
    async one(set, id, call) {
      if (!isRef(id)) return undefined
      try {
        return await ask({ method: 'GET', set }, `${keyOf(set, id)}?$format=json`, {}, call)
      } catch (failure) {
        const { status, code } = Object(Object(failure).cause)
        if (status === 404 && code === '9') return undefined
        throw failure
      }
    },
    async create(set, fields, call) {
      const asked = { method: 'POST', set } as const
      const { Ref_Key } = await ask(asked, `${encodeURIComponent(set)}?$format=json`, { body: fields }, call)
      if (!isRef(Ref_Key)) throw error('unknown_outcome', `1C did not say what it wrote into ${set}`)
      return Ref_Key
    },
    async change({ set, before, fields }, call) {
      const path = `${keyOf(set, String(before['Ref_Key']))}?$format=json`
      await ask({ method: 'PATCH', set }, path, { body: fields, version: before['DataVersion'] }, call)
    },
    async act(set, id, action, call) {
      const mode = action === 'Post' ? '?PostingModeOperational=false' : ''
      const asked = { method: 'POST', set } as const
      const response = await send(asked, `${keyOf(set, id)}/${action}${mode}`, {}, call)
      const text = await response.text()
      if (!response.ok) throw failureOf(response, text, { asked, error })
      // Posting answers nothing as a rule; a page means that somebody else answered.
      if (/^\s*<(!doctype )?html/i.test(text)) throw error('unknown_outcome', 'a page came instead of an answer of 1C')
    },
    async published(call) {
      const found = await list('the service document', '?$format=json', call)
      return found.flatMap(({ name, url }) => [name, url].filter(text => typeof text === 'string').slice(0, 1))
    },
    async metadata(call) {
      const asked = { method: 'GET', set: '$metadata' } as const
      const response = await send(asked, '$metadata', { accept: 'application/xml' }, call)
      if (response.ok) return response
      throw failureOf(response, await response.text(), { asked, error })
    },
  }
}
