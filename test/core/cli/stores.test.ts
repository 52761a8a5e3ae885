import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { stringify } from 'yaml'
import { startPostgres } from '../../support/postgres.ts'
import { startRedis } from '../../support/redis.ts'
import { salonConfig } from '../../support/running-desk/salon.ts'
import { freePort } from '../../support/service.ts'
import { type Ended, run } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'aiadmin-stores-'))
chmodSync(folder, 0o755)
const rules = join(folder, 'pg_hba.conf')
// The superuser of the tests comes in as he is; everybody else needs a password.
writeFileSync(rules, 'host all aiadmin 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
chmodSync(rules, 0o644)
const postgres = await startPostgres(['fsync = off', `hba_file = '${rules}'`])
const redis = await startRedis({ password: 'a-password' })
after(async () => {
  if (!('skip' in postgres)) await postgres.stop()
  if (!('skip' in redis)) await redis.stop()
  rmSync(folder, { recursive: true, force: true })
})

let desks = 0

/** Runs a verb on a salon with this storage. */
async function runOn(args: readonly string[], storage: object): Promise<Ended> {
  desks += 1
  const file = join(folder, `desk-${desks}.yaml`)
  writeFileSync(file, stringify(salonConfig({ storage })))
  const env = { API_KEY: 'test-key-of-32-characters-000000', AIADMIN_DATA: join(folder, `data-${desks}`) }
  return run([...args, file], folder, { env })
}

async function expectFailure(storage: object, cure: RegExp): Promise<void> {
  const { code, stdout } = await runOn(['doctor'], storage)
  assert.match(stdout, cure)
  assert.equal(code, 1, stdout)
}

describe('aiadmin db', () => {
  const path = (name: string) => ({ journal: { use: 'sqlite', with: { path: join(folder, name) } } })

  it('shows what is pending and exits with 1, brings the tables up to date, and shows that they are', async () => {
    const before = await runOn(['db', 'status'], path('new.sqlite'))
    assert.equal(before.code, 1)
    assert.match(before.stdout, /none yet; pending: 0001-tables.*run: aiadmin db migrate/)
    const migrated = await runOn(['db', 'migrate'], path('new.sqlite'))
    assert.deepEqual([migrated.code, migrated.stderr], [0, ''])
    assert.match(migrated.stdout, /Applied: 0001-tables/)
    const status = await runOn(['db', 'status'], path('new.sqlite'))
    assert.equal(status.code, 0)
    assert.match(status.stdout, /store +sqlite, 0\.\d MB\nschema +\d{4}-\S+, up to date\n/)
    assert.match(status.stdout, /^conversations +0\nmessages +0\nvisits +0, still to come: 0\nwaiting +clients for an/m)
    assert.doesNotMatch(status.stdout, /unknown|migration|hold|lease/)
    assert.match((await runOn(['db', 'migrate'], path('new.sqlite'))).stdout, /up to date/)
  })

  it('wants to know what to do', async () => {
    const { code, stderr } = await run(['db', 'drop'], folder)
    assert.equal(code, 64)
    assert.match(stderr, /db cannot "drop"\nusage: aiadmin db status \| migrate/)
  })
})

describe('on PostgreSQL', { skip: 'skip' in postgres && postgres.skip }, () => {
  if ('skip' in postgres) return
  const { createDatabase, ask } = postgres

  const journalAt = (url: string) => ({ journal: { use: 'postgres', with: { url } } })

  /** The url of a database, for a user with a password and without a right to make tables in it. */
  async function guest(url: string, name: string): Promise<string> {
    await ask(url, `create role ${name} login password 'a-password'`)
    return url.replace('//aiadmin@', `//${name}:a-password@`)
  }

  it('doctor and db status agree that all is well', async () => {
    const url = await createDatabase()
    const doctor = await runOn(['doctor'], journalAt(url))
    assert.equal(doctor.code, 0, doctor.stdout)
    assert.match(
      doctor.stdout,
      /ok +storage postgres: PostgreSQL \d+\S* .*at 127.0.0.1:\d+\/desk_\d+ answers; its tables are up/,
    )
    const { code, stdout } = await runOn(['db', 'status'], journalAt(url))
    assert.equal(code, 0, stdout)
    assert.match(stdout, /clock +the same as this machine's/)
  })

  it('doctor names a user who may not make tables', async () => {
    const url = await guest(await createDatabase(), 'visitor')
    await expectFailure(journalAt(url), /the user may not create tables; run: grant all on schema public to <user>/)
  })

  it('doctor names a user who may not write to the tables', async () => {
    const database = await createDatabase()
    assert.equal((await runOn(['db', 'migrate'], journalAt(database))).code, 0)
    const url = await guest(database, 'reader')
    await ask(database, 'grant all on schema public to reader; grant select on all tables in schema public to reader')
    await expectFailure(journalAt(url), /lacks a right; grant it: .*grant all on all tables in schema public/)
  })

  it('doctor, db and the start name a schema of a newer version, which nobody touches', async () => {
    const url = await createDatabase()
    await runOn(['db', 'migrate'], journalAt(url))
    await ask(url, "insert into journal_migration (name, timestamp) values ('9999-of-tomorrow', '2030-01-01')")
    await expectFailure(journalAt(url), /newer version of AI-Admin: install that version.*9999-of-tomorrow/)
    const status = await runOn(['db', 'status'], journalAt(url))
    assert.equal(status.code, 1)
    assert.match(status.stdout, /newer version/)
    for (const verb of [['db', 'migrate'], ['start'], ['chat']]) {
      const { code, stderr } = await runOn(verb, journalAt(url))
      assert.match(stderr, /newer version of AI-Admin: install that version, or restore a backup/)
      assert.equal(code, 78, `${verb.join(' ')}: no supervisor must try again`)
    }
  })

  it('doctor names a wrong password, a wrong database and an address where nothing answers', async () => {
    const url = await createDatabase()
    const wrongPassword = (await guest(url, 'forgetful')).replace(':a-password@', ':another@')
    await expectFailure(journalAt(wrongPassword), /the password is wrong; mend it in the url/)
    const { stdout } = await runOn(['doctor'], journalAt(wrongPassword))
    assert.doesNotMatch(stdout, /another/)
    await expectFailure(journalAt(url.replace(/desk_\d+$/, 'nowhere')), /no such database; create it: createdb/)
    const free = await freePort()
    await expectFailure(
      journalAt(url.replace(/:\d+\//, `:${free}/`)),
      /nothing answers at its address; start PostgreSQL/,
    )
    await expectFailure(journalAt(`${url}?sslmode=no-verify`), /does not speak TLS; take sslmode out of the url/)
  })

  it('doctor and db status name a clock that is minutes off', async () => {
    const url = await createDatabase()
    // Before the system's functions PostgreSQL looks into the schema `late`.
    await ask(
      url,
      `create schema late;
       create function late.clock_timestamp() returns timestamptz language sql volatile
         as 'select pg_catalog.clock_timestamp() - interval ''7 minutes''';
       alter database ${new URL(url).pathname.slice(1)} set search_path = public, late, pg_catalog`,
    )
    await expectFailure(
      journalAt(url),
      /its clock and this machine's are 7 minutes apart; let both keep their time by NTP/,
    )
    const { stdout } = await runOn(['db', 'status'], journalAt(url))
    assert.match(stdout, /clock +4\d\d\.\d s behind this machine's; let both keep their time by NTP/)
  })
})

describe('on Redis', { skip: 'skip' in redis && redis.skip }, () => {
  if ('skip' in redis) return
  const { url } = redis

  const sessionsAt = (address: string) => ({ sessions: { use: 'redis', with: { url: address } } })

  it('doctor says that it answers', async () => {
    const { code, stdout } = await runOn(['doctor'], sessionsAt(url))
    assert.match(stdout, /ok +storage redis: Redis at 127.0.0.1:\d+\/0 answers/)
    assert.equal(code, 0)
  })

  it('doctor names a wrong password, a missing one and an address where nothing answers', async () => {
    const wrong = /FAIL +storage redis: .*the password is wrong; mend user and password in the url/
    await expectFailure(sessionsAt(url.replace('a-password', 'another')), wrong)
    await expectFailure(sessionsAt(url.replace(':a-password@', '')), wrong)
    const free = await freePort()
    await expectFailure(sessionsAt(url.replace(/:\d+\//, `:${free}/`)), /nothing answers at its address; start Redis/)
  })

  it('doctor names who speaks TLS with one that does not, and the other way round', async () => {
    await expectFailure(sessionsAt(url.replace('redis:', 'rediss:')), /write redis:\/\/ where it does not speak TLS/)
    const server = createTlsServer({}).on('tlsClientError', () => undefined)
    await at(server, address =>
      expectFailure(sessionsAt(address), /it hangs up; where it speaks TLS, write rediss:\/\//),
    )
  })

  it('doctor does not wait for ever for one that says nothing', async () => {
    await at(createServer(), address => expectFailure(sessionsAt(address), /FAIL +storage redis: .*does not answer/))
  })
})

/** Does something with a server that listens. */
async function at(server: Server, work: (url: string) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => sockets.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    await work(`redis://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/0`)
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}
