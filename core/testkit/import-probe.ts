// Imports the module that the command line names, in a process and an empty folder of its own, and says what that alone did.
import { readdirSync } from 'node:fs'
import { watchResources } from './resource-watch.ts'

/** Rounds of the event loop; `fetch` takes some until it connects. */
const TURNS = 20
const TIDYING_MS = 500

const [url = ''] = process.argv.slice(2)
const environment = { ...process.env }
const globals = Object.getOwnPropertyNames(globalThis)
const folder = process.cwd()
const written: string[] = []
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = () => Boolean(written.push('standard output'))
process.stderr.write = () => Boolean(written.push('standard error'))

const watch = watchResources({ everything: true })
await import(url)
// What an import began without waiting for it shows a moment later.
for (let turn = 0; turn < TURNS; turn += 1) await new Promise(resolve => setImmediate(resolve))
// A loader of TypeScript may still be tidying its cache. No timer here: the watch would see it.
const lastLookAt = performance.now() + TIDYING_MS
while (watch.open().length > 0 && performance.now() < lastLookAt) await new Promise(resolve => setImmediate(resolve))

const found = [
  ...watch.network().map(place => `it goes to the network (${place})`),
  ...watch.open().map(name => `it leaves open: ${name}`),
  ...written.map(stream => `it writes to ${stream}`),
  ...readdirSync(folder).map(name => `it writes the file ${name}`),
  ...Object.getOwnPropertyNames(globalThis)
    .filter(name => !globals.includes(name))
    .map(name => `it sets globalThis.${name}`),
  ...Object.keys({ ...environment, ...process.env })
    .filter(name => environment[name] !== process.env[name])
    .map(name => `it changes the environment variable ${name}`),
  ...(process.cwd() === folder ? [] : ['it changes the working folder']),
]
write(`${JSON.stringify([...new Set(found)])}\n`, () => process.exit(0))
