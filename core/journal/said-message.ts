import type { OutboundMessage } from '../contract/index.ts'

/** A message as it is kept: its file is named, and read when it is sent. */
export interface SaidMessage extends Omit<OutboundMessage, 'media'> {
  /** The id of a file of the configuration. */
  file?: string
}
