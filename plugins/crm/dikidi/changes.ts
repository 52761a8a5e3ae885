import type { FastifyReply } from 'fastify'
import type { Call, CrmChanges, PluginContext } from '../../../core/contract/index.ts'
import { readInstant } from '../provider/index.ts'
import { type BusyTime, type createBusyTimes, isSensible } from './busy.ts'
import type { BridgeOptions, DikidiOptions } from './options.ts'
import type { Decision, Requests } from './requests.ts'
import { isToken, tokenFor } from './signature.ts'

const CALL_MS = 10_000
const BODY_LIMIT_BYTES = 512 * 1024
const MOST_BUSY_TIMES = 5_000

/** What the salon may say of a visit, and what that makes of it. */
const DECISIONS = {
  booked: 'booked',
  moved: 'booked',
  refused: 'cancelled',
  cancelled: 'cancelled',
  arrived: 'arrived',
  no_show: 'no_show',
} as const

const moment = { type: 'string', maxLength: 40 } as const
const answerBody = {
  type: 'object',
  required: ['status'],
  properties: { status: { enum: Object.keys(DECISIONS) }, start: moment },
} as const
const busyBody = {
  type: 'object',
  required: ['from', 'to', 'busy'],
  properties: {
    from: moment,
    to: moment,
    busy: {
      type: 'array',
      maxItems: MOST_BUSY_TIMES,
      items: {
        type: 'object',
        required: ['start', 'end'],
        properties: { employee: { type: 'string' }, start: moment, end: moment },
      },
    },
  },
} as const

interface AnswerBody {
  status: keyof typeof DECISIONS
  start?: string
}
interface BusyBody {
  from: string
  to: string
  busy: { employee?: string; start: string; end: string }[]
}

/** The addresses that the bridge calls: one for the answer to each visit, one for busy times. */
export function createChanges(
  context: PluginContext<DikidiOptions>,
  parts: { requests: Requests; busy: ReturnType<typeof createBusyTimes>; options: BridgeOptions },
): CrmChanges {
  const { requests, busy, options } = parts
  const { config, clock, error, instance, log } = context
  const employees = new Set(config.employees.map(({ id }) => id))
  const within = (): Call => ({ signal: AbortSignal.timeout(CALL_MS), deadline: clock.now() + CALL_MS })
  const instant = (text: string) => readInstant(text, error)

  /** What can't be stored now is sent again by every platform that is told so. */
  async function answering(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
    try {
      return await work()
    } catch (failure) {
      const { code, message } = Object(failure)
      if (code === 'invalid') return reply.code(400).send({ error: String(message) })
      log.warn({ err: failure }, 'what the bridge said could not be stored')
      return reply.code(503).send({ error: 'not stored; send it again' })
    }
  }

  return {
    routes(app, emit) {
      requests.onChange(appointmentId => emit({ appointmentId }))

      app.post<{ Params: { id: string; token: string }; Body: AnswerBody }>(
        '/answers/:id/:token',
        { schema: { body: answerBody } },
        ({ params: { id, token }, body }, reply) =>
          answering(reply, async () => {
            if (!isToken(token, `answer ${id}`, options.secret))
              return reply.code(403).send({ error: 'not your visit' })
            if (body.status === 'moved' && body.start === undefined)
              return reply.code(400).send({ error: 'moved needs start, the new time' })
            const decision: Decision = {
              status: DECISIONS[body.status],
              isRefusal: body.status === 'refused',
              ...(body.start !== undefined && { start: instant(body.start) }),
            }
            const visit = await requests.decide(id, decision, within())
            if (!visit) return reply.code(409).send({ error: 'this visit is cancelled: take it out of DIKIDI' })
            await emit({ appointmentId: id })
            return reply.code(200).send({ id, status: visit.status, start: visit.start })
          }),
      )

      app.post<{ Params: { token: string }; Body: BusyBody }>(
        '/busy/:token',
        { bodyLimit: BODY_LIMIT_BYTES, schema: { body: busyBody } },
        ({ params: { token }, body }, reply) =>
          answering(reply, async () => {
            if (!isToken(token, 'busy', options.secret)) return reply.code(403).send({ error: 'not this calendar' })
            const window = { start: instant(body.from), end: instant(body.to) }
            if (!isSensible(window)) return reply.code(400).send({ error: 'from must lie before to, at most 100 days' })
            const unknown = body.busy.find(({ employee }) => employee !== undefined && !employees.has(employee))
            if (unknown)
              return reply
                .code(400)
                .send({ error: `there is no employee ${unknown.employee}; they are ${[...employees].join(', ')}` })
            const times = body.busy.map(
              ({ employee, start, end }): BusyTime => ({
                start: instant(start),
                end: instant(end),
                ...(employee !== undefined && { employeeId: employee }),
              }),
            )
            await busy.replace(window, times, clock.now())
            return reply.code(200).send({ busy: times.length })
          }),
      )
    },

    async setup({ publicUrl }) {
      const base = `${publicUrl.replace(/\/$/, '')}/api/v1/${instance}`
      const differs =
        options.answersTo.replace(/\/$/, '') === publicUrl.replace(/\/$/, '')
          ? ''
          : '; bridge.answersTo is another address than server.publicUrl: answers go there'
      return {
        summary: `let the bridge send busy times to ${base}/busy/${tokenFor('busy', options.secret)} (keep this address secret)${differs}`,
      }
    },
  }
}
