import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { main } from '../../../core/cli/main.ts'
import { type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { until } from '../../support/until.ts'
import { annBooks, salonFolder, visitsOfAnn } from './salon-folder.ts'
import { run } from './terminal.ts'

/** The lines of an export without the moment at which it was made. */
function linesOf(file: string): readonly string[] {
  const bytes = readFileSync(file)
  const text = file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()
  return text.split('\n').filter(line => line !== '' && !line.includes('"aiadmin"'))
}

const rightsOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('a desk that moves to another database', () => {
  let server: PostgresServer | { skip: string }
  before(async () => {
    server = await startPostgres()
  })
  after(async () => {
    if ('stop' in server) await server.stop()
  })

  it('takes everything along to PostgreSQL and back', async test => {
    if ('skip' in server) return test.skip(server.skip)
    const old = salonFolder(test)
    assert.match(await annBooks(old), /You are booked/)
    const first = join(old, 'desk.jsonl.gz')
    const written = await run(['export', '--all', `--out=${first}`], old)
    assert.equal(written.code, 0, written.stderr)
    assert.match(written.stdout, /conversations 1, messages 8, visits 1/)
    assert.equal(statSync(first).mode & 0o077, 0, 'nobody else reads it')
    for (const out of ['data/aiadmin.sqlite', 'aiadmin.yaml']) {
      const refused = await run(['export', '--all', `--out=${out}`], old)
      assert.deepEqual([refused.code, /overwrites nothing/.test(refused.stderr)], [64, true], out)
    }

    const storage = `storage: { journal: { use: postgres, with: { url: "${await server.createDatabase()}" } } }\n`
    const grown = salonFolder(test, storage)
    const read = await run(['import', `--from=${first}`], grown)
    assert.equal(read.code, 0, read.stderr)
    const second = join(grown, 'desk.jsonl')
    assert.equal((await run(['export', '--all', '--out=desk.jsonl'], grown)).code, 0)
    assert.deepEqual(linesOf(second), linesOf(first))
    assert.deepEqual(await visitsOfAnn(grown), ['Manicure'])

    const back = salonFolder(test)
    assert.equal((await run(['import', `--from=${second}`], back)).code, 0)
    assert.equal((await run(['export', '--all', '--out=again.jsonl'], back)).code, 0)
    assert.deepEqual(linesOf(join(back, 'again.jsonl')), linesOf(first))
  })

  it('is not poured into one that has something, nor from a file that is cut, damaged or of another version', async test => {
    const old = salonFolder(test)
    await annBooks(old)
    await run(['export', '--all', '--out=desk.jsonl'], old)
    const into = async (folder: string, file: string) => {
      const { code, stderr } = await run(['import', `--from=${file}`], folder)
      assert.equal(code, 1)
      return stderr
    }
    const whole = join(old, 'desk.jsonl')
    assert.match(
      await into(old, whole),
      /there is something in the database already.*move this one away, and import again/,
    )

    const fresh = salonFolder(test)
    const file = join(fresh, 'wrong.jsonl')
    const lines = readFileSync(whole, 'utf8').split('\n')
    const wrong = async (text: string) => {
      writeFileSync(file, text)
      return into(fresh, file)
    }
    assert.match(await wrong(lines.slice(0, 9).join('\n')), /ends in the middle/)
    assert.match(await wrong(lines.toSpliced(5, 1).join('\n')), /should have/)
    assert.match(await wrong(lines.with(4, '{"table":').join('\n')), /line 5 /)
    assert.match(await wrong(lines.with(0, lines[0]?.replace(/"000\d/, '"9999') ?? '').join('\n')), /another version/)
    assert.match(await wrong(lines.slice(1).join('\n')), /no export of AI-Admin/)
    assert.match(
      await wrong(lines.toSpliced(5, 0, lines[5] ?? '').join('\n')),
      /is there twice: the file has one line twice/,
    )
    assert.match(await wrong(''), /no export of AI-Admin/)
    assert.match(await wrong(lines.join('\n').replaceAll('crm_crm_', 'crm_other_')), /the same plugins/)
    writeFileSync(`${file}.gz`, gzipSync(lines.join('\n')).subarray(0, 900))
    assert.match(await into(fresh, `${file}.gz`), /wrong\.jsonl\.gz is cut off: copy it again/)
    writeFileSync(`${file}.gz`, lines.join('\n'))
    assert.match(await into(fresh, `${file}.gz`), /is damaged or no \.gz file/)
    assert.match(await into(fresh, 'nowhere.jsonl'), /^aiadmin: there is no file nowhere\.jsonl\n$/)
    assert.match(await into(fresh, 'no/where.jsonl'), /^aiadmin: there is no folder no: make it first\n$/)
    assert.match(await into(fresh, '.'), /is a folder: name a file/)
    // Nothing of all that has stayed.
    assert.equal((await run(['import', `--from=${whole}`], fresh)).code, 0)
    assert.deepEqual(await visitsOfAnn(fresh), ['Manicure'])
  })
})

describe('a file that cannot be', () => {
  it('is named in a sentence by import, schema and init', async test => {
    const folder = salonFolder(test)
    for (const [command, why] of [
      [['import', '--from=/dev/zero'], 'a line without end is not what an export writes'],
      [['schema', '--out=nowhere/x.json'], 'there is no folder nowhere: make it first'],
      [['init', 'nowhere/aiadmin.yaml', '--name=A'], 'there is no folder nowhere: make it first'],
    ] as const) {
      const { code, stderr } = await run(command, folder)
      assert.deepEqual([code, stderr], [1, `aiadmin: ${why}\n`])
    }
  })
})

describe('a backup of the SQLite file', () => {
  it('is made while the desk runs, and restored it has the visit', async test => {
    const folder = salonFolder(test)
    const stdin = new PassThrough()
    let said = ''
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        said += String(chunk)
        done()
      },
    })
    const io = { stdin, stdout, stderr: stdout, env: {}, cwd: folder, isInteractive: false, hasColors: false }
    const running = main(['chat'], io)
    stdin.write('a manicure tomorrow, please\n1\nAnn, 8 (916) 123-45-67\n1\n')
    await until(() => said.includes('You are booked'))
    const rights = ['', '-wal', '-shm'].map(suffix => rightsOf(join(folder, `data/aiadmin.sqlite${suffix}`)))
    const backup = await run(['backup', '--out=backup.sqlite'], folder)
    assert.equal(backup.code, 0, backup.stderr)
    assert.match((await run(['backup', '--out=backup.sqlite'], folder)).stderr, /overwrites nothing/)
    stdin.end()
    assert.equal(await running, 0)
    assert.deepEqual(rights, ['600', '600', '600'])

    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `data/aiadmin.sqlite${suffix}`), { force: true })
    assert.deepEqual(await visitsOfAnn(folder), [])
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `data/aiadmin.sqlite${suffix}`), { force: true })
    copyFileSync(join(folder, 'backup.sqlite'), join(folder, 'data/aiadmin.sqlite'))
    assert.deepEqual(await visitsOfAnn(folder), ['Manicure'])
  })

  it('leaves nothing behind where it cannot be written, nor does an export, and both name the folder', async test => {
    const folder = salonFolder(test)
    for (const command of [
      ['backup', '--out=nowhere/backup.sqlite'],
      ['export', '--all', '--out=nowhere/desk.jsonl'],
    ]) {
      const { code, stderr } = await run(command, folder)
      assert.deepEqual([code, stderr], [1, 'aiadmin: there is no folder nowhere: make it first\n'])
    }
    assert.ok(!existsSync(join(folder, 'nowhere')))
  })
})

describe('what a desk keeps of people', () => {
  it('is readable by nobody else: the folder, the database, a backup and both exports', async test => {
    const folder = salonFolder(test)
    await annBooks(folder)
    await run(['backup', '--out=backup.sqlite'], folder)
    await run(['export', '--all', '--out=desk.jsonl'], folder)
    await run(['export', '--phone=+79161234567', '--out=ann.json'], folder)
    assert.equal(rightsOf(join(folder, 'data')), '700')
    for (const name of ['data/aiadmin.sqlite', 'backup.sqlite', 'desk.jsonl', 'ann.json'])
      assert.equal(rightsOf(join(folder, name)), '600', name)
  })

  it('keeps the rights that an operator gave the folder and the database', async test => {
    const folder = salonFolder(test)
    mkdirSync(join(folder, 'data'))
    chmodSync(join(folder, 'data'), 0o750)
    await annBooks(folder)
    chmodSync(join(folder, 'data/aiadmin.sqlite'), 0o640)
    assert.deepEqual(await visitsOfAnn(folder), ['Manicure'])
    assert.deepEqual([rightsOf(join(folder, 'data')), rightsOf(join(folder, 'data/aiadmin.sqlite'))], ['750', '640'])
  })
})
