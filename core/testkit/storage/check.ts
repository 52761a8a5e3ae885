import type { Lifecycle, StorageInstance, StorageRole } from '../../contract/index.ts'
import type { Trace } from '../trace.ts'
import type { StorageDesk } from './desk.ts'
import type { StorageSubject } from './subject.ts'

/** One promise of a storage. */
export interface StorageCheck {
  id: string
  title: string
  /** The roles and the optional members without which a storage need not keep it. */
  needs: readonly (StorageRole | Exclude<keyof StorageInstance, keyof Lifecycle>)[]
  run(world: StorageWorld): Promise<void>
}

/** What a check works with. */
export interface StorageWorld {
  readonly subject: StorageSubject
  readonly trace: Trace
  /** A fresh instance on an empty backend. */
  open(): Promise<StorageDesk>
  /** Another instance on the backend of this one, as after a restart; close the first one's journal before. */
  again(desk: StorageDesk): StorageDesk
}
