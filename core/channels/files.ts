import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { DeskConfig, DeskFile } from '../../config/desk-config.ts'
import type { HistoryMessage, OutboundMedia } from '../contract/index.ts'

/** The files of the business that answers name. */
export interface Files {
  find(id: string): DeskFile | undefined
  /** Undefined when it is not there any more: the words that it belongs to go out alone. */
  read(id: string): Promise<OutboundMedia | undefined>
  /** What a history tells of it. */
  shown(id: string): HistoryMessage['media']
  /** For those who are shown words alone; undefined where the desk has no address of its own. */
  linkTo(file: DeskFile): string | undefined
}

/** Makes it. */
export function createFiles({ files, server }: Pick<DeskConfig, 'files' | 'server'>, log: Logger): Files {
  const find = (id: string) => files.find(file => file.id === id)
  const pathOf = ({ id, fileName }: DeskFile) => `/files/${id}/${encodeURIComponent(fileName)}`
  return {
    find,
    async read(id) {
      const file = find(id)
      if (!file) return undefined
      const { path, media, mimeType, fileName } = file
      try {
        return { media, mimeType, fileName, bytes: await readFile(path) }
      } catch (error) {
        log.error({ err: error, path }, 'a file of the FAQ can not be read; its answer goes out without it')
        return undefined
      }
    },
    shown(id) {
      const file = find(id)
      if (!file) return undefined
      const { media, mimeType, fileName } = file
      return { media, mimeType, fileName, url: pathOf(file) }
    },
    linkTo(file) {
      if (server.publicUrl === undefined) return undefined
      const address = `${server.publicUrl}${pathOf(file)}`
      return address.startsWith('https:') ? `[${file.fileName}](${address})` : `${file.fileName}: ${address}`
    },
  }
}
