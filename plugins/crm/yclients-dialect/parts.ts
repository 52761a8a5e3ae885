import type { PluginContext } from '../../../core/contract/index.ts'
import type { Remembered } from '../remembered/index.ts'
import type { Api } from './api.ts'
import type { Catalogue } from './catalogue.ts'
import type { Dialect } from './dialect.ts'
import type { Location } from './location.ts'
import type { Options } from './options.ts'
import type { Times } from './times.ts'

/** What the methods of one instance share. */
export interface Parts {
  context: PluginContext<Options>
  dialect: Dialect
  api: Api
  times: Times
  /** Services and employees, at most some minutes old. */
  catalogue: Remembered<Catalogue>
  /** The settings of the location, at most some minutes old. */
  location: Remembered<Location>
}
