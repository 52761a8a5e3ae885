import { Agent } from 'undici'
import type { Measured } from './process.ts'

/** One request of the load, for the n-th turn. */
export interface LoadTarget {
  url: string
  headers: Record<string, string>
  body(turn: number): object
  /** Throws when the answer is not the one that was meant: a fast wrong answer is no result. */
  check(status: number, answer: string): void
}

/** What a run of turns cost. */
export interface LoadResult {
  turnsPerSecond: number
  p50Ms: number
  p99Ms: number
  cpuMsPerTurn: number
  residentMb: number
}

/** Sends turns over so many connections for so long, each waiting for its answer. */
export async function runLoad(
  target: LoadTarget,
  server: Measured,
  { connections, warmUpTurns, seconds, firstTurn }: LoadPlan,
): Promise<LoadResult> {
  const agent = new Agent({ connections, pipelining: 1 })
  let turn = firstTurn
  const one = async () => {
    const body = JSON.stringify(target.body(turn++))
    const { statusCode, body: answer } = await agent.request({
      origin: new URL(target.url).origin,
      path: new URL(target.url).pathname,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...target.headers },
      body,
    })
    target.check(statusCode, await answer.text())
  }
  const everywhere = (work: () => Promise<void>) => Promise.all(Array.from({ length: connections }, work))
  try {
    let left = warmUpTurns
    await everywhere(async () => {
      while (left-- > 0) await one()
    })
    const took: number[] = []
    const cpuBefore = server.cpuMs()
    const began = performance.now()
    await everywhere(async () => {
      while (performance.now() - began < seconds * 1_000) {
        const start = performance.now()
        await one()
        took.push(performance.now() - start)
      }
    })
    const elapsed = performance.now() - began
    took.sort((a, b) => a - b)
    const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
    return {
      turnsPerSecond: took.length / (elapsed / 1_000),
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      cpuMsPerTurn: (server.cpuMs() - cpuBefore) / took.length,
      residentMb: server.residentMb(),
    }
  } finally {
    await agent.close()
  }
}

/** How long and how wide. */
export interface LoadPlan {
  connections: number
  warmUpTurns: number
  seconds: number
  /** So that no two runs share a conversation. */
  firstTurn: number
}
