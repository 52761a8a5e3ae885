import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'
import type { ServerConfig } from '../../config/desk-config.ts'

const NOTHING = ["'none'"]
const OWN = ["'self'"]

/** Headers that tell browsers what our answers may do, and which origins may call us. */
export const security = fp(
  async (app, { server }: { server: ServerConfig }) => {
    const { origins } = server
    await app.register(helmet, {
      global: false,
      referrerPolicy: { policy: 'same-origin' },
      // The salon's other subdomains are not ours to decide about.
      strictTransportSecurity: { maxAge: 15_552_000, includeSubDomains: false },
    })

    const answers = {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: NOTHING, baseUri: NOTHING, formAction: NOTHING, frameAncestors: NOTHING },
      },
    }
    const pages = {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: NOTHING,
          scriptSrc: OWN,
          styleSrc: OWN,
          imgSrc: [...OWN, 'data:'],
          fontSrc: OWN,
          connectSrc: OWN,
          manifestSrc: OWN,
          baseUri: NOTHING,
          formAction: NOTHING,
          frameAncestors: [...OWN, ...origins],
        },
      },
      // X-Frame-Options knows no list of origins; `frame-ancestors` above is its successor.
      xFrameOptions: false,
    } as const
    app.addHook('onRequest', async (request, reply) => {
      await reply.helmet(request.url.startsWith('/chat/') ? pages : answers)
    })

    if (origins.length === 0) return
    await app.register(cors, {
      origin: origins.includes('*') ? '*' : [...origins],
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type', 'idempotency-key'],
      exposedHeaders: ['location', 'retry-after', 'x-request-id'],
      maxAge: 600,
    })
  },
  { name: 'security' },
)
