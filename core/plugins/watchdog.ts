import { Worker } from 'node:worker_threads'

// Beside a main thread that is busy for ever nobody can stop but the process as a whole.
const WATCH = `
const { workerData } = require('node:worker_threads')
setTimeout(() => {
  require('node:fs').writeSync(2, workerData.message + '\\n')
  process.kill(process.pid, 'SIGKILL')
}, workerData.ms)
`

/** Ends the process with a message on its standard error unless it is called off within `ms`, also when nothing else runs any more. */
export function watchFor({ ms, message }: { ms: number; message: string }): () => void {
  const worker = new Worker(WATCH, { eval: true, execArgv: [], workerData: { ms, message } })
  worker.unref()
  return () => void worker.terminate()
}
