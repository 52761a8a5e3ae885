import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runCommand } from '../../support/command.ts'
import { freePort, startService } from '../../support/service.ts'
import { run } from './terminal.ts'

const root = join(import.meta.dirname, '../../..')

const PROGRAM = ['--import', import.meta.resolve('tsx'), join(root, 'core/cli/aiadmin.ts')]

const SLOW_PLUGIN = `export default {
  kind: 'llm',
  apiVersion: 1,
  name: 'slow',
  configSchema: { type: 'object', properties: {}, additionalProperties: false },
  create: ({ clock }) => ({
    capabilities: { media: [] },
    probe: async () => {
      // Until files are read no more, so that a timer is all that is under way.
      do await clock.sleep(1)
      while (process.getActiveResourcesInfo().includes('FSReqCallback'))
      await clock.sleep(1)
      return { ok: false, summary: 'nobody answered' }
    },
    generate: () => { throw new Error('not asked') },
  }),
}
`

const SLOW_DESK = `version: 1
company: { name: Demo Salon, timezone: Europe/Moscow, locale: en, currency: RUB, hours: { mon-sun: 10:00-20:00 } }
llm: { slow: { use: ./slow.ts } }
crm:
  use: local
  with:
    services: [{ id: cut, name: Haircut, durationMinutes: 60 }]
    employees: [{ id: anna, name: Anna }]
`

describe('the command line as a process', () => {
  it('ends without a word when the reader of a pipe has seen enough', async () => {
    const command = `"${process.execPath}" --import=tsx core/cli/aiadmin.ts schema | head -n 1`
    const { stdout, stderr } = await runCommand('sh', ['-c', command], { cwd: root })
    assert.deepEqual({ stdout, stderr }, { stdout: '{\n', stderr: '' })
  })

  it('goes on when a plugin leaves a rejection to nobody, and says so in the log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
    const port = await freePort()
    const stray = SLOW_PLUGIN.replace(
      'probe: async',
      "start: async () => void Promise.reject(new Error('stray')),\n    probe: async",
    )
    await writeFile(join(folder, 'slow.ts'), stray)
    await writeFile(join(folder, 'aiadmin.yaml'), `${SLOW_DESK}server: { host: 127.0.0.1, port: ${port} }\n`)
    const entry = join(root, 'core/cli/aiadmin.ts')
    const desk = await startService([process.execPath, '--import', import.meta.resolve('tsx'), entry, 'start'], {
      cwd: folder,
      env: { ...process.env },
      isReady: output => output.includes('a rejection that nobody handles') && output.includes('/readyz'),
    })
    try {
      assert.equal((await fetch(`http://127.0.0.1:${port}/health`)).status, 200)
    } finally {
      desk.child.kill('SIGTERM')
      assert.equal(await desk.exited, 0)
      await rm(folder, { recursive: true, force: true })
    }
  })

  const ended = /aiadmin: the process was ended by .*slow\.ts:\d+; no plugin may do that/
  for (const [verb, does, plugin, said] of [
    ['check', 'ends the process at its import', `process.exit(0)\n${SLOW_PLUGIN}`, ended],
    ['check', 'ends the process later', `setImmediate(() => setTimeout(() => process.exit(0)))\n${SLOW_PLUGIN}`, ended],
    ['doctor', 'ends the process in create', SLOW_PLUGIN.replace('=> ({', '=> process.exit(0) ?? ({'), ended],
    [
      'check',
      'leaves a rejection to nobody',
      `Promise.reject(new Error('boo'))\n${SLOW_PLUGIN}`,
      /slow\.ts fails while it is loaded: it leaves a failure to nobody: boo/,
    ],
  ] as const)
    it(`${verb} fails by name when a plugin ${does}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
      try {
        await writeFile(join(folder, 'slow.ts'), plugin)
        await writeFile(join(folder, 'aiadmin.yaml'), SLOW_DESK)
        const { code, stdout, stderr } = await runCommand(process.execPath, [...PROGRAM, verb], { cwd: folder })
        assert.match(stdout + stderr, said)
        assert.equal(code, 78)
      } finally {
        await rm(folder, { recursive: true })
      }
    })

  it('ends at once at the first signal after an exception that nobody catches, whoever never stops', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
    const stray = SLOW_PLUGIN.replace(
      'probe: async',
      `start: async () => void setTimeout(() => { throw new Error('stray') }),
    stop: () => { console.log('stops for ever'); return new Promise(() => {}) },
    probe: async`,
    )
    await writeFile(join(folder, 'slow.ts'), stray)
    await writeFile(join(folder, 'aiadmin.yaml'), `${SLOW_DESK}server: { host: 127.0.0.1, port: 0 }\n`)
    const desk = await startService([process.execPath, ...PROGRAM, 'start'], {
      cwd: folder,
      env: { ...process.env },
      isReady: output => output.includes('stops for ever'),
    })
    desk.child.kill('SIGTERM')
    assert.equal(await desk.exited, 1)
    assert.doesNotMatch(desk.output(), /left behind/)
    await rm(folder, { recursive: true, force: true })
  })

  it('ends with the code of a wrong configuration when only the start finds that it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
    await writeFile(join(folder, 'slow.ts'), SLOW_PLUGIN)
    // An address of the documentation, which no machine has.
    await writeFile(join(folder, 'aiadmin.yaml'), `${SLOW_DESK}server: { host: 192.0.2.1, port: 0 }\n`)
    const { code, stderr } = await runCommand(process.execPath, [...PROGRAM, 'start'], { cwd: folder })
    assert.match(stderr, /this machine has no address 192\.0\.2\.1/)
    assert.equal(code, 78)
    await rm(folder, { recursive: true, force: true })
  })

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    it(`stops in order when the npm that started it is gone by ${signal}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
      const port = await freePort()
      const file = join(folder, 'aiadmin.yaml')
      await writeFile(join(folder, 'slow.ts'), SLOW_PLUGIN)
      await writeFile(file, `${SLOW_DESK}server: { host: 127.0.0.1, port: ${port} }\n`)
      const npm = await startService(['npm', 'run', 'aiadmin', '--', 'start', file], {
        cwd: root,
        env: { ...process.env },
        isReady: output => output.includes('/readyz'),
      })
      try {
        npm.child.kill(signal)
        // The desk holds npm's own output: it closes when the last of them is gone.
        await npm.exited
        await assert.rejects(fetch(`http://127.0.0.1:${port}/health`))
        assert.deepEqual(await readdir(join(folder, 'data')), ['aiadmin.sqlite'])
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })

  it('names a channel that does not work beside the words that the salon is open', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
    const bot = `telegram: { use: telegram, with: { token: "\${TOKEN}", apiRoot: "http://127.0.0.1:1" } }`
    const desk = `${SLOW_DESK.replace(/^llm:.*\n/m, '')}server: { host: 127.0.0.1, port: 0 }\nchannels: { ${bot} }\n`
    await writeFile(join(folder, 'aiadmin.yaml'), desk)
    const entry = join(root, 'core/cli/aiadmin.ts')
    const started = await startService([process.execPath, '--import', import.meta.resolve('tsx'), entry, 'start'], {
      cwd: folder,
      env: { ...process.env, TOKEN: '7000000001:AAH-a_made-up_token_of_a_test_0000000' },
      isReady: output =>
        output.includes('Demo Salon is open') &&
        /^ {2}but the channel telegram does not work: 127\.0\.0\.1:1 can't be reached: .* is apiRoot right\?$/m.test(
          output,
        ),
    })
    started.child.kill('SIGTERM')
    assert.equal(await started.exited, 0)
    assert.doesNotMatch(started.output(), /"stack"/)
    await rm(folder, { recursive: true, force: true })
  })

  it('names the command that starts the desk where it was called', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
    try {
      const inClone = await run(['init', 'a.yaml', '--name=A'], folder, { env: { npm_lifecycle_event: 'aiadmin' } })
      assert.match(inClone.stdout, /next: npm start -- a\.yaml\n$/)
      assert.match(await readFile(join(folder, 'a.yaml'), 'utf8'), /Проверить: npm run aiadmin -- check a\.yaml\./)
      const installed = await run(['init', 'b.yaml', '--name=B'], folder)
      assert.match(installed.stdout, /next: aiadmin start b\.yaml\n$/)
      const plain = await run(['init', '--name=C'], folder)
      assert.match(plain.stdout, /next: aiadmin start\n$/)
      // Called in the clone, whose schema is not where the new file is.
      await run(['init', join(folder, 'd.yaml'), '--name=D'], root)
      assert.match(await readFile(join(folder, 'd.yaml'), 'utf8'), /^# Настройки/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('waits for an answer although only timers that keep no process alive are under way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
    try {
      await writeFile(join(folder, 'slow.ts'), SLOW_PLUGIN)
      await writeFile(join(folder, 'aiadmin.yaml'), SLOW_DESK)
      const program = join(root, 'core/cli/aiadmin.ts')
      const { code, stdout, stderr } = await runCommand(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), program, 'doctor', join(folder, 'aiadmin.yaml')],
        { cwd: folder },
      )
      assert.match(stdout, /FAIL {2}llm slow: nobody answered\n/)
      assert.deepEqual({ code, stderr }, { code: 1, stderr: '' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
