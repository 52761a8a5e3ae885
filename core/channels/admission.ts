import { codedError } from '../plugins/coded-error.ts'

/** What may wait at once, so that memory stays flat and nobody crowds the others out. */
export interface AdmissionLimits {
  /** Messages that are being stored, of all clients. */
  storing: number
  /** Of one client. */
  storingOfOne: number
  /** Turns of the whole deployment that nobody has room for. */
  waitingTurns: number
}

/** Lets a message in, or says that the desk is busy: what is not let in is not stored, and its provider delivers it again. */
export interface Admission {
  /** @throws `unavailable` with `retryAfterMs` and a reason for the client. */
  admit<T>(client: string, work: () => Promise<T>): Promise<T>
}

const LIMITS: AdmissionLimits = { storing: 512, storingOfOne: 32, waitingTurns: 2_000 }
const COME_AGAIN_MS = 2_000

/** @param options.waitingTurns how many turns wait, as far as is known. */
export function createAdmission(options: {
  waitingTurns(): number
  /** What a client is told. */
  busy(): string
  limits?: AdmissionLimits
}): Admission {
  const { limits = LIMITS } = options
  const storing = new Map<string, number>()
  let all = 0

  return {
    async admit(client, work) {
      const own = storing.get(client) ?? 0
      if (all >= limits.storing || own >= limits.storingOfOne || options.waitingTurns() > limits.waitingTurns)
        throw codedError('unavailable', 'the desk is busy: the message was not stored', {
          retryAfterMs: COME_AGAIN_MS,
          reason: options.busy(),
        })
      all += 1
      storing.set(client, own + 1)
      try {
        return await work()
      } finally {
        all -= 1
        const left = (storing.get(client) ?? 1) - 1
        if (left > 0) storing.set(client, left)
        else storing.delete(client)
      }
    },
  }
}
