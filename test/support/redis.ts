import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@keyv/redis'
import { needs } from './needs.ts'
import { freePort, type Service, startService } from './service.ts'

/** A real Redis of its own on 127.0.0.1 that keeps nothing on disk. */
export interface RedisServer {
  url: string
  /** Stops answering without closing anything, until `resume`. */
  pause(): void
  resume(): void
  /** The url of another of its sixteen databases, emptied. */
  emptyDatabase(): Promise<string>
  /** Ends it at once; `start` begins a new, empty one on the same port. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** Starts one, or says why it can't be. */
export async function startRedis(options: { password?: string } = {}): Promise<RedisServer | { skip: string }> {
  const found = await needs('redis')
  if ('skip' in found) return found
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-redis-'))
  const port = await freePort()
  const { password } = options
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder]
  const command = [found.path, ...settings, ...(password === undefined ? [] : ['--requirepass', password])]
  let service: Service | undefined
  let databases = 0
  const start = async () => {
    const isReady = (output: string) => output.includes('Ready to accept connections')
    service = await startService(command, { cwd: folder, env: {}, isReady })
  }
  const kill = async () => {
    service?.child.kill('SIGKILL')
    await service?.exited
  }
  await start()
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}/0`
  return {
    url,
    pause: () => void service?.child.kill('SIGSTOP'),
    resume: () => void service?.child.kill('SIGCONT'),
    async emptyDatabase() {
      databases += 1
      const database = url.replace(/0$/, String(databases % 16))
      const client = await createClient({ url: database }).connect()
      await client.flushDb()
      client.destroy()
      return database
    },
    kill,
    start,
    async stop() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
