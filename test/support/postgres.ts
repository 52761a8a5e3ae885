import { spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { needs } from './needs.ts'
import { freePort } from './service.ts'
import { until } from './until.ts'

/** A real PostgreSQL of its own on 127.0.0.1, in a temporary folder. */
export interface PostgresServer {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>
  /** Runs a statement as the superuser of this database. */
  ask(url: string, text: string): Promise<readonly Record<string, unknown>[]>
  /** Ends it as a power cut would; `start` brings it back with what was committed. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const USER = 'aiadmin'
/** PostgreSQL refuses to run as root: then its processes belong to the user that Debian's package made. */
const SERVICE_USER = 'postgres'

function identity(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(spawnSync('id', [flag, SERVICE_USER], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

/** Starts a server, or says why it can't be. `settings` are lines of postgresql.conf. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer | { skip: string }> {
  const found = await needs('postgres')
  if ('skip' in found) return found
  const programs = dirname(found.path)
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-postgres-'))
  const who = identity()
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid)
  const data = join(folder, 'data')
  const port = await freePort()
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' }
  const init = ['--pgdata', data, '--username', USER, '--auth', 'trust', '--encoding', 'UTF8', '--no-sync']
  const made = spawnSync(join(programs, 'initdb'), init, { ...who, env, cwd: folder, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}\n${made.stderr}`)
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    [
      `port = ${port}`,
      "listen_addresses = '127.0.0.1'",
      "unix_socket_directories = ''",
      'shared_buffers = 64MB',
      'max_connections = 60',
      ...settings,
      '',
    ].join('\n'),
  )
  const urlOf = (database: string) => `postgres://${USER}@127.0.0.1:${port}/${database}`
  let server: ReturnType<typeof spawn> | undefined
  let databases = 0

  async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }

  async function start(): Promise<void> {
    const child = spawn(found && join(programs, 'postgres'), ['-D', data], { ...who, env, cwd: folder, stdio: 'pipe' })
    server = child
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk))
    await until(async () => {
      const answers = await ask(urlOf('postgres'), 'select 1').catch(() => undefined)
      if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}:\n${output}`)
      return answers !== undefined
    }, 30)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise(resolve => server?.once('exit', resolve))
    server.kill(signal)
    await ended
  }

  await start()
  return {
    async createDatabase() {
      databases += 1
      const name = `desk_${databases}`
      await ask(urlOf('postgres'), `create database ${name}`)
      return urlOf(name)
    },
    ask,
    kill: () => end('SIGQUIT'),
    start,
    async stop() {
      await end('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
