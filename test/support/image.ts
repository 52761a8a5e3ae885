import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join, normalize } from 'node:path'
import {
  Cmd,
  Copy,
  DockerfileParser,
  Entrypoint,
  Env,
  From,
  Healthcheck,
  type Instruction,
  type JSONInstruction,
  Run,
  User,
  Volume,
  Workdir,
} from 'dockerfile-ast'
import { runCommand } from './command.ts'

/** A container image built without a container engine: every stage is a folder that stands for its root. */
export interface Image {
  root: string
  workdir: string
  /** Absolute paths lead into `root`. */
  env: Record<string, string>
  user: string
  volumes: string[]
  entrypoint: string[]
  command: string[]
  healthcheck: string[]
}

interface Build {
  /** The folder of the sources, and those of its entries that `.dockerignore` lets through. */
  context: string
  visible: ReadonlySet<string>
  stages: Map<string, Image>
}

/** An absolute path of the image as one of this machine. */
export function inside(image: Image, path: string): string {
  return join(image.root, path)
}

/** Every `/app/…` in a command of the image, as a path of this machine. */
export function translate(image: Image, words: readonly string[]): string[] {
  return words.map(word => (word.startsWith('/') ? inside(image, word) : word))
}

/** The environment of a process in the image: only what the Dockerfile sets, and the programs of this machine. */
export function environment(image: Image): NodeJS.ProcessEnv {
  const translated = Object.entries(image.env).map(([name, value]) => [name, translate(image, [value])[0]])
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...Object.fromEntries(translated) }
}

/** Only the form "nothing but these" is understood: the safe one, where a new file stays out until somebody lets it in. */
function visibleEntries(context: string): ReadonlySet<string> {
  const lines = readFileSync(join(context, '.dockerignore'), 'utf8').split('\n')
  const [everything, ...exceptions] = lines.filter(line => line !== '' && !line.startsWith('#'))
  assert.equal(everything, '*')
  for (const exception of exceptions) assert.match(exception, /^![^/*?]+$/)
  return new Set(exceptions.map(exception => exception.slice(1)))
}

function option(copy: Copy, name: string): string | undefined {
  return (
    copy
      .getFlags()
      .find(flag => flag.getName() === name)
      ?.getValue() ?? undefined
  )
}

function copyFiles(build: Build, image: Image, copy: Copy): void {
  const words = copy.getArguments().map(argument => argument.getValue())
  const destination = words.pop()
  assert.ok(destination)
  const target = destination.startsWith('/') ? inside(image, destination) : join(image.workdir, destination)
  const from = option(copy, 'from')
  const stage = from === undefined ? undefined : build.stages.get(from)
  assert.equal(stage === undefined, from === undefined, `COPY --from=${from} names no stage`)

  for (const word of words) {
    const source = stage === undefined ? join(build.context, word) : inside(stage, word)
    if (normalize(word) === '.') {
      for (const entry of build.visible) cpSync(join(source, entry), join(target, entry), { recursive: true })
      continue
    }
    if (stage === undefined) assert.ok(build.visible.has(word), `.dockerignore keeps ${word} out`)
    const isInto = destination.endsWith('/')
    // npm links programs relatively; so they must stay.
    cpSync(source, isInto ? join(target, basename(word)) : target, { recursive: true, verbatimSymlinks: true })
  }
}

async function runStep(image: Image, instruction: Instruction): Promise<void> {
  const command = instruction.getArgumentsContent() ?? ''
  const { code, stdout, stderr } = await runCommand('sh', ['-c', command], {
    cwd: image.workdir,
    env: { ...environment(image), npm_config_prefer_offline: 'true' },
  })
  assert.equal(code, 0, `RUN ${command}\n${stdout}${stderr}`)
}

function execForm(instruction: JSONInstruction): string[] {
  const words = instruction.getJSONStrings().map(word => JSON.parse(word.getValue()))
  assert.ok(words.length > 0, `${instruction.getKeyword()} must have the exec form: a shell would swallow SIGTERM`)
  return words
}

async function apply(build: Build, image: Image, step: Instruction): Promise<void> {
  const words = step.getArguments().map(argument => argument.getValue())
  if (step instanceof Copy) copyFiles(build, image, step)
  else if (step instanceof Run) await runStep(image, step)
  else if (step instanceof Entrypoint) image.entrypoint = execForm(step)
  else if (step instanceof Cmd) image.command = execForm(step)
  else if (step instanceof Volume) image.volumes.push(...words)
  else if (step instanceof User) image.user = words[0] ?? ''
  else if (step instanceof Workdir) {
    image.workdir = inside(image, words[0] ?? '/')
    mkdirSync(image.workdir, { recursive: true })
  } else if (step instanceof Env) {
    for (const property of step.getProperties()) image.env[property.getName()] = property.getValue() ?? ''
  } else if (step instanceof Healthcheck) {
    const [, command] = (step.getArgumentsContent() ?? '').split(/\bCMD\s+/)
    image.healthcheck = JSON.parse(command ?? '[]')
  } else {
    const isHarmless = ['LABEL', 'EXPOSE'].includes(step.getKeyword())
    assert.ok(isHarmless, `the Dockerfile has ${step.getKeyword()}, which is not known here how to run by hand`)
  }
}

/** Runs every step of a Dockerfile by hand and answers the last stage. */
export async function buildImage(context: string, folder: string): Promise<Image> {
  const build: Build = { context, visible: visibleEntries(context), stages: new Map() }
  const dockerfile = DockerfileParser.parse(readFileSync(join(context, 'Dockerfile'), 'utf8'))
  let image: Image | undefined
  for (const step of dockerfile.getInstructions()) {
    if (step instanceof From) {
      const name = step.getBuildStage() ?? 'final'
      const root = join(folder, name)
      mkdirSync(root, { recursive: true })
      image = { root, workdir: root, env: {}, user: 'root', volumes: [], entrypoint: [], command: [], healthcheck: [] }
      build.stages.set(name, image)
      continue
    }
    assert.ok(image, 'FROM comes first')
    await apply(build, image, step)
  }
  assert.ok(image)
  return image
}
