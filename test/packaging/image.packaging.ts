import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { runCommand } from '../support/command.ts'
import { buildImage, environment, type Image, inside, translate } from '../support/image.ts'
import { freePort, startService } from '../support/service.ts'

const root = join(import.meta.dirname, '../..')

describe('the container image, every step of its Dockerfile run by hand', () => {
  let folder = ''
  let image: Image

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aiadmin-image-'))
    image = await buildImage(root, folder)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  function run(...words: readonly string[]): ReturnType<typeof runCommand> {
    const [command = '', ...args] = translate(image, [...image.entrypoint, ...words])
    return runCommand(command, args, { cwd: image.workdir, env: environment(image) })
  }

  it('does not run as root and keeps what must last in one volume', () => {
    assert.equal(image.user, 'node')
    assert.deepEqual(image.volumes, ['/data'])
    assert.equal(image.env['AIADMIN_DATA'], '/data')
    assert.deepEqual(readdirSync(inside(image, '/data')), [])
  })

  it('holds the program and the packages that it needs, and no sources, tests or tools', () => {
    assert.deepEqual(readdirSync(inside(image, '/app')).sort(), ['LICENSE', 'dist', 'node_modules', 'package.json'])
    const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
      readFileSync(inside(image, '/app/package.json'), 'utf8'),
    )
    for (const name of Object.keys(devDependencies).filter(name => !name.startsWith('@types/'))) {
      assert.ok(!existsSync(inside(image, `/app/node_modules/${name}`)), `${name} is in the image`)
    }
  })

  it('ends with 78 and names the path when no configuration is mounted', async () => {
    const { code, stderr } = await run(...image.command)
    assert.equal(code, 78, stderr)
    assert.ok(stderr.includes(inside(image, '/config/aiadmin.yaml')), stderr)
  })

  it('serves the mounted configuration, is healthy, and ends with 0 on SIGTERM', async () => {
    const port = String(await freePort())
    const example = readFileSync(join(root, 'aiadmin.yaml.example'), 'utf8')
    const config = example.replace(/\bport: 8000\b/, `port: ${port}`)
    assert.notEqual(config, example, 'the example names its port')
    mkdirSync(inside(image, '/config'), { recursive: true })
    writeFileSync(inside(image, '/config/aiadmin.yaml'), config)

    const healthcheck = image.healthcheck.map(word => word.replace(':8000/', `:${port}/`))
    assert.notDeepEqual(healthcheck, image.healthcheck)
    const [command = '', ...args] = healthcheck
    const isHealthy = async () => (await runCommand(command, args, { env: environment(image) })).code === 0
    assert.equal(await isHealthy(), false)

    const service = await startService(translate(image, [...image.entrypoint, ...image.command]), {
      cwd: image.workdir,
      env: environment(image),
      isReady: output => output.includes(`:${port}`),
    })
    try {
      assert.ok(await isHealthy(), service.output())
      assert.notDeepEqual(readdirSync(inside(image, '/data')), [], 'the database lies in the volume')
    } finally {
      service.child.kill('SIGTERM')
    }
    assert.equal(await service.exited, 0, service.output())
  })
})
