import type { Kind } from '../contract/index.ts'

/** The versions of the contract that this desk speaks, by kind. An old one stays as long as it can be served. */
export const API_VERSIONS: Readonly<Record<Kind, readonly number[]>> = {
  channel: [1],
  llm: [1],
  storage: [1],
  crm: [1],
}
