import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fastifyCookie as cookie } from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Locale, PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './config.ts'
import { writeDocument, writeTheme } from './document.ts'
import { localeOf, localized, nameOf, preferredLocale } from './language.ts'
import { writeLauncher } from './launcher.ts'
import { createOpening } from './opening.ts'
import { quickButtons } from './quick.ts'
import type { Sessions } from './session.ts'
import { textKeys } from './texts.ts'

/** What the build makes of `client/`. */
const BUNDLE = fileURLToPath(new URL('./bundle/', import.meta.url))
const FILES = ['page.js', 'page.css', 'widget.js']

const pageQuery = {
  type: 'object',
  properties: { locale: { type: 'string' }, theme: { enum: ['light', 'dark'] } },
} as const

interface PageQuery {
  locale?: string
  theme?: 'light' | 'dark'
}

/** Mounts the page and its files, and what `/widget.js` on other sites needs. */
export async function mountPages(
  app: FastifyInstance,
  context: PluginContext<Config>,
  sessions: Sessions,
): Promise<void> {
  const missing = FILES.filter(name => !existsSync(BUNDLE + name))
  if (missing.length > 0)
    throw new Error(`the chat's ${missing.join(', ')} are not built; run: npm run client (npm start does it by itself)`)
  await app.register(cookie)
  const { config, company, instance } = context
  const theme = writeTheme(config.color)
  // The hash of all files stands in their path, so that browsers keep them for good and never mix two versions.
  const assets = `/assets/${hashFiles(theme)}/`
  const opening = createOpening(context)

  const localeFor = (request: FastifyRequest<{ Querystring: PageQuery }>): Locale => {
    if (config.locale !== 'auto') return config.locale
    const wanted = request.query.locale
    return (wanted && localeOf(wanted)) || preferredLocale(request.headers['accept-language']) || company.locale
  }
  const answerIn = (locale: Locale, reply: FastifyReply) =>
    reply.header('cache-control', 'no-store').header('vary', 'accept-language').header('content-language', locale)

  app.get<{ Querystring: PageQuery }>('/', { schema: { querystring: pageQuery } }, async (request, reply) => {
    const locale = localeFor(request)
    const name = nameOf(company, locale)
    const texts = Object.fromEntries(textKeys.map(key => [key, context.text(locale, key, { company: name })]))
    const greeting = localized(config.greeting, locale)
    const hours = opening(locale)
    const isDemo = reply.hasHeader('x-aiadmin-demo')
    await sessions.begin(request, reply)
    return answerIn(locale, reply)
      .type('text/html; charset=utf-8')
      .send(
        writeDocument({
          settings: {
            api: `/api/v1/${instance}`,
            locale,
            title: localized(config.title, locale) ?? name,
            isDemo,
            sound: config.sound,
            quick: quickButtons(context, locale),
            texts: greeting === undefined ? texts : { ...texts, greeting },
            ...(hours && { hours }),
          },
          color: config.color,
          theme: request.query.theme ?? config.theme,
          assets: app.prefix + assets,
        }),
      )
  })

  // Read by the button across origins: CORS gives it to the listed sites only, so that it shows on no other.
  app.get<{ Querystring: PageQuery }>(
    '/widget.json',
    { schema: { querystring: pageQuery } },
    async (request, reply) => {
      const locale = localeFor(request)
      return answerIn(locale, reply).send(writeLauncher(context, { locale, page: app.prefix }))
    },
  )

  app.get(`${assets}theme.css`, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(theme),
  )
  await app.register(fastifyStatic, {
    root: BUNDLE,
    prefix: assets,
    wildcard: false,
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  })
  app.get('/widget.js', async (_request, reply) =>
    reply
      // Any site may load the script; which sites may show the chat, `frame-ancestors` of the page decides.
      .header('cross-origin-resource-policy', 'cross-origin')
      .sendFile('widget.js', { immutable: false, maxAge: '5m' }),
  )
}

function hashFiles(theme: string): string {
  const hash = createHash('sha256').update(theme)
  for (const name of FILES) hash.update(name).update(readFileSync(BUNDLE + name))
  return hash.digest('base64url').slice(0, 12)
}
