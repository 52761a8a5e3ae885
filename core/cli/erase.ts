import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Erased, type EraseRefusal, eraseConversations } from '../journal/erase-client.ts'
import { findConversations } from '../journal/find-client.ts'
import { describeFound, readPhone } from './client-phone.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { withRuntime } from './with-runtime.ts'

const WITHIN_MS = 30_000
const AGAIN_MS = 200

/** `aiadmin erase --phone=…`: everything that the desk keeps of one client; without `--yes` it only tells what that is. */
export async function runErase(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      phone: { type: 'string' },
      conversation: { type: 'string', multiple: true },
      yes: { type: 'boolean', default: false },
    },
  })
  const { phone: written, conversation: named, yes } = values
  if (written === undefined) throw new UsageError('whom? --phone=+79161234567')
  return withRuntime(positionals[0], io, async ({ instances: { journal, crm } }, desk) => {
    const phone = readPhone(written, desk)
    const all = await findConversations(journal, phone)
    const found = named ? all.filter(({ id }) => named.includes(id)) : all
    const missing = named?.find(id => !all.some(one => one.id === id))
    if (missing !== undefined) throw new UsageError(`${missing} is no conversation of ${phone}`)
    io.stdout.write(`Conversations of ${phone}: ${found.length}\n${describeFound(found)}`)
    const upcoming = found.reduce((sum, one) => sum + one.upcoming, 0)
    if (upcoming > 0)
      io.stdout.write(
        `Visits to come: ${upcoming}. They stay in the ${crm.eraseClient ? 'calendar' : 'CRM'}; the desk forgets whose they are.\n`,
      )
    if (found.length > 0 && !yes) {
      io.stdout.write('Nothing was erased. --yes erases them; --conversation=<id> only the named ones.\n')
      return EXIT.ok
    }
    const ids = found.map(({ id }) => id)
    const erased = await whenIdle(() => eraseConversations(journal, ids))
    if (typeof erased === 'string') {
      io.stderr.write(`aiadmin: nothing was erased: ${REFUSALS[erased]}\n`)
      return EXIT.failure
    }
    io.stdout.write(
      `Erased: conversations ${erased.conversations}, messages ${erased.messages}, visits ${erased.visits}, ` +
        `operations ${erased.operations}, messages to send ${erased.outbox}.\n`,
    )
    if (!crm.eraseClient) {
      io.stdout.write(`The CRM keeps its own record of the client: delete it there.\n`)
      return EXIT.ok
    }
    const call = { signal: AbortSignal.timeout(WITHIN_MS), deadline: Date.now() + WITHIN_MS }
    const { clients, visits } = await crm.eraseClient({ phone }, call)
    io.stdout.write(`In the desk's own calendar: clients ${clients}; their visits, ${visits}, stay without a name.\n`)
    return EXIT.ok
  })
}

/** A turn that runs is waited for. */
async function whenIdle(erase: () => Promise<Erased | EraseRefusal>): Promise<Erased | EraseRefusal> {
  const until = Date.now() + WITHIN_MS
  for (;;) {
    const erased = await erase()
    if (erased !== 'busy' || Date.now() >= until) return erased
    await sleep(AGAIN_MS)
  }
}

const REFUSALS = {
  busy: 'the desk is at work in one of these conversations; try again in a minute',
  undecided: 'a booking of this client is not decided; see aiadmin bookings',
} as const
