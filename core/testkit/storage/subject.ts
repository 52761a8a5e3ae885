import type { Subject } from '../subject.ts'

/**
 * What the author of a storage tells the kit. A storage that is reached over the network gives a `fake`: the URL of an
 * empty backend, `redis://127.0.0.1:6379/3`, the real one as a rule; the kit puts a proxy of its own in between and
 * `config` gets the proxy's URL. One that is part of this machine gives `takeAway`.
 */
export interface StorageSubject extends Subject<'storage'> {
  /** Breaks the backend under a running instance: a damaged file, a folder that is gone. */
  takeAway?(place: { dataFolder: string }): void | Promise<void>
}
