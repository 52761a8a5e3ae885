import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'

/** Follows what a piece of code opens, through every `await` and callback that it causes, and nobody else's. */
export interface ResourceWatch {
  run<T>(work: () => T): T
  /** Where it went on the network since the beginning: `127.0.0.1:41234`, a host's name that it looked up. */
  network(): readonly string[]
  /** Names of what is open still and would keep a process alive or work on. */
  open(): readonly string[]
  stop(): void
}

/** What node calls the things that use the network. */
const NETWORK = /^(TCPCONNECTWRAP|TCPSERVERWRAP|UDPWRAP|GETADDRINFOREQWRAP|QUERYWRAP|PIPECONNECTWRAP)$/
/** What stays until somebody closes it. */
const HANDLES =
  /^(Timeout|Immediate|TCPWRAP|TCPSERVERWRAP|TLSWRAP|UDPWRAP|PIPEWRAP|PIPESERVERWRAP|PROCESSWRAP|FILEHANDLE|FSEVENTWRAP|STATWATCHER|WORKER|MESSAGEPORT|HTTP2SESSION|SIGNALWRAP|TTYWRAP)$/

/** Begins to watch what `run` causes; with `everything` all that this process does. */
export function watchResources({ everything = false } = {}): ResourceWatch {
  const inside = new AsyncLocalStorage<true>()
  const network: { type: string; resource: object }[] = []
  const open = new Map<number, { type: string; resource: object }>()
  const filesBefore = openFiles()
  const listenersBefore = processListeners()
  const hook = createHook({
    init(id, type, _trigger, resource: object) {
      if (!everything && inside.getStore() !== true) return
      if (NETWORK.test(type)) network.push({ type, resource })
      if (HANDLES.test(type)) open.set(id, { type, resource })
    },
    destroy: id => void open.delete(id),
  }).enable()
  return {
    run: work => inside.run(true, work),
    network: () => network.map(placeOf),
    open: () => [
      ...[...open.values()].filter(({ resource }) => staysAlive(resource)).map(({ type }) => nameOf(type)),
      ...openFiles().filter(file => !filesBefore.includes(file)),
      ...Object.entries(processListeners())
        .filter(([event, count]) => count > (listenersBefore[event] ?? 0))
        .map(([event]) => `process.on(${JSON.stringify(event)})`),
    ],
    stop: () => void hook.disable(),
  }
}

/** A timer that keeps no process alive and fires once is no leak; one that repeats works on for ever. */
function staysAlive(resource: object): boolean {
  const { hasRef, _repeat: repeats } = Object(resource)
  if (typeof repeats === 'number') return true
  return typeof hasRef === 'function' ? hasRef.call(resource) === true : true
}

/** Node writes down where a request goes right after it made it. */
function placeOf({ type, resource }: { type: string; resource: object }): string {
  const { address, port, hostname } = Object(resource)
  if (typeof address === 'string') return `${address}:${port}`
  return typeof hostname === 'string' ? hostname : type
}

const nameOf = (type: string) =>
  type === 'Timeout' ? 'a timer' : type.startsWith('TCP') || type === 'TLSWRAP' ? 'a socket' : type

/** The files that this process holds open, where the system tells. */
function openFiles(): readonly string[] {
  const folder = '/proc/self/fd'
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap(name => {
    try {
      const file = readlinkSync(`${folder}/${name}`)
      return file.startsWith('/') && !/^\/(dev|proc|sys)\//.test(file) ? [file] : []
    } catch {
      return []
    }
  })
}

const processListeners = (): Readonly<Record<string, number>> =>
  Object.fromEntries(process.eventNames().map(event => [String(event), process.listenerCount(event)]))
