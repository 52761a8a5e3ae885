import { createHash, timingSafeEqual } from 'node:crypto'
import type { Call, CrmChanges } from '../../../core/contract/index.ts'
import type { Parts } from './parts.ts'
import { blockOf, idOf, isBlock, isOn, textOf, type Wire } from './wire.ts'

/** Of the webhooks that are there, this many may be ours from former set-ups or other integrations'. */
const MOST_URLS = 10
/** How many deliveries are remembered, so that a repeated one asks nothing. */
const REMEMBERED = 500
/** What is kept proves a secret and does not tell it. */
const PROOFS = 'webhook-proofs'

/** The provider's own webhooks. It signs nothing: an address that nobody can guess is all that proves a sender. */
export function createChanges(parts: Parts): CrmChanges {
  const { api, context, dialect } = parts
  const { config, store, error, instance } = context
  const path = `/hooks_settings/${config.companyId}`
  const seen = new Set<string>()

  const proofs = async () => {
    const kept = await store.get(PROOFS)
    return Array.isArray(kept) ? kept.flatMap(one => (typeof one === 'string' ? one : [])) : []
  }
  const isProven = (secret: string, kept: readonly string[]) => kept.some(proof => isSame(proof, proofOf(secret)))
  const isNews = (delivery: string) => {
    if (seen.has(delivery)) return false
    const [oldest] = seen
    if (oldest !== undefined && seen.size >= REMEMBERED) seen.delete(oldest)
    seen.add(delivery)
    return true
  }

  return {
    routes(app, emit) {
      app.post<{ Params: { secret: string } }>('/changes/:secret', async ({ params, body }, reply) => {
        if (!isProven(params.secret, await proofs())) return reply.code(404).send()
        const event = blockOf(body)
        const appointmentId = idOf(event['resource_id'])
        const isOurs = textOf(event['company_id']) === config.companyId && event['resource'] === 'record'
        if (!isOurs || appointmentId === undefined) return reply.code(200).send()
        const delivery = [appointmentId, textOf(event['status']), versionOf(event)].join(' ')
        if (!isNews(delivery)) return reply.code(200).send()
        try {
          await emit({ appointmentId })
        } catch {
          seen.delete(delivery)
          return reply.code(503).send()
        }
        return reply.code(200).send()
      })
    },

    async setup({ publicUrl, secret }, call) {
      const before = await settings(call)
      const prefix = `${publicUrl.replace(/\/+$/, '')}/api/v1/${instance}/changes/`
      const others = before.urls.filter(url => !url.startsWith(prefix))
      const url = `${prefix}${secret}`
      if (others.length >= MOST_URLS)
        throw error(
          'refused',
          `${dialect.title} takes ${MOST_URLS} webhooks a location, and other programs have them all`,
        )
      // The old address stays good until the new one is known to be there.
      await store.set(PROOFS, [proofOf(secret), ...(await proofs()).slice(0, 1)])
      await write(before, { urls: [...others, url], isActive: true }, call)
      const after = await settings(call)
      const lost = [...others, url].filter(one => !after.urls.includes(one))
      if (lost.length > 0 || !after.isTold)
        throw error(
          'unknown_outcome',
          lost.length > others.length
            ? `${dialect.title} did not keep the webhook: look at the settings of the location`
            : `${dialect.title} kept ${after.urls.length} of ${others.length + 1} webhooks: look at the settings of the location`,
        )
      await store.set(PROOFS, [proofOf(secret)])
      const beside = others.length === 0 ? '' : `; ${others.length} of other programs stay as they were`
      return { summary: `${dialect.title} tells of changed visits at ${prefix}…${beside}` }
    },

    async remove(call) {
      const before = await settings(call)
      const own = await proofs()
      const others = before.urls.filter(url => !isProven(url.slice(url.lastIndexOf('/') + 1), own))
      // An empty list is not taken: the last one stays and is switched off.
      if (others.length < before.urls.length)
        await write(
          before,
          others.length > 0 ? { urls: others, isActive: before.isActive } : { urls: before.urls, isActive: false },
          call,
        )
      await store.delete(PROOFS)
    },
  }

  async function settings(call: Call): Promise<Settings> {
    const found = await api.find({ path }, call)
    const urls = found?.['urls'] ?? (found && 'url' in found ? [found['url']] : undefined)
    // To write without knowing what is there would take the webhooks of other programs away.
    if (!found || !Array.isArray(urls))
      throw error('unavailable', `${dialect.title} does not show which webhooks are there; nothing was changed`)
    return {
      all: found,
      urls: urls.flatMap(url => textOf(url) || []),
      isActive: isOn(found['active']),
      isTold: isOn(found['active']) && isOn(found['record']),
    }
  }

  async function write(
    before: Settings,
    { urls, isActive }: { urls: readonly string[]; isActive: boolean },
    call: Call,
  ) {
    const flags = Object.fromEntries(
      [...FLAGS, ...dialect.hookFlags].map(name => [name, isOn(before.all[name]) ? 1 : 0]),
    )
    const body = { ...flags, record: isActive ? 1 : flags['record'], urls, active: isActive ? 1 : 0 }
    await api.ask({ method: 'POST', path, body }, call)
  }
}

interface Settings {
  all: Wire
  urls: readonly string[]
  isActive: boolean
  /** Visits are among what is told. */
  isTold: boolean
}

/** What a location can be told of; the flags hold for all addresses, also those of other programs. */
const FLAGS = [
  'salon',
  'service_category',
  'service',
  'good',
  'master',
  'client',
  'record',
  'goods_operations_sale',
  'goods_operations_receipt',
  'goods_operations_consumable',
  'goods_operations_stolen',
  'goods_operations_move',
  'finances_operation',
]

/** When the record was changed; without it the whole delivery is what makes it another one. */
function versionOf(event: Wire): string {
  const data = event['data']
  const changed = isBlock(data) ? textOf(data['last_change_date']) : ''
  return changed || proofOf(JSON.stringify(event))
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const proofOf = (text: string) => createHash('sha256').update(text).digest('base64url')
