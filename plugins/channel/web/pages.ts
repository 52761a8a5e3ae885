import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fastifyCookie as cookie } from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Locale, PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './config.ts'
import { writeDocument, writeTheme } from './document.ts'
import { localeOf, preferredLocale } from './language.ts'
import type { Sessions } from './session.ts'
import { textKeys } from './texts.ts'

const FOLDER = fileURLToPath(new URL('./page/', import.meta.url))

/** Mounts the page and its files. */
export async function mountPages(
  app: FastifyInstance,
  context: PluginContext<Config>,
  sessions: Sessions,
): Promise<void> {
  await app.register(cookie)
  const { config, company, instance } = context
  const theme = writeTheme(config.color)
  // The hash of all files stands in their path, so that browsers keep them for good and never mix two versions.
  const assets = `/assets/${hashFiles(theme)}/`
  const title = config.title || company.name

  const localeFor = (request: FastifyRequest<{ Querystring: { locale?: string } }>): Locale => {
    if (config.locale !== 'auto') return config.locale
    const wanted = request.query.locale
    return (wanted && localeOf(wanted)) || preferredLocale(request.headers['accept-language']) || company.locale
  }

  app.get<{ Querystring: { locale?: string } }>('/', async (request, reply) => {
    const locale = localeFor(request)
    const texts = Object.fromEntries(textKeys.map(key => [key, context.text(locale, key, { company: company.name })]))
    sessions.begin(request, reply)
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('vary', 'accept-language')
      .header('content-language', locale)
      .send(
        writeDocument({
          settings: { api: `/api/v1/${instance}`, locale, texts },
          title,
          color: config.color,
          assets: app.prefix + assets,
          isDemo: reply.hasHeader('x-aiadmin-demo'),
        }),
      )
  })

  app.get(`${assets}theme.css`, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(theme),
  )
  await app.register(fastifyStatic, {
    root: FOLDER,
    prefix: assets,
    wildcard: false,
    index: false,
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
  })
}

function hashFiles(theme: string): string {
  const hash = createHash('sha256').update(theme)
  for (const name of readdirSync(FOLDER).sort()) hash.update(name).update(readFileSync(`${FOLDER}/${name}`))
  return hash.digest('base64url').slice(0, 12)
}
