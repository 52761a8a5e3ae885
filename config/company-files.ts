import { createHash } from 'node:crypto'
import { basename, extname, isAbsolute, join } from 'node:path'
import type { Company, LocalizedText, SentMediaKind } from '../core/contract/index.ts'
import type { DeskFile } from './desk-config.ts'
import type { ReadFile } from './environment.ts'
import { problems } from './problems.ts'
import { reasonOf } from './references.ts'
import type { CompanyBlock } from './schema/company.ts'
import type { CheckedFile } from './value-check.ts'

type Entry = Required<CompanyBlock>['faq'][number]

const MB = 1024 * 1024
/** What every messenger takes: WhatsApp wants no larger picture. */
const MAX_MB: Readonly<Record<SentMediaKind, number>> = { image: 5, audio: 16, document: 16 }

const TYPES: Readonly<Record<string, readonly [SentMediaKind, string]>> = {
  '.jpg': ['image', 'image/jpeg'],
  '.jpeg': ['image', 'image/jpeg'],
  '.png': ['image', 'image/png'],
  '.pdf': ['document', 'application/pdf'],
  '.docx': ['document', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  '.xlsx': ['document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  '.txt': ['document', 'text/plain'],
  '.mp3': ['audio', 'audio/mpeg'],
  '.ogg': ['audio', 'audio/ogg'],
  '.m4a': ['audio', 'audio/mp4'],
}

/** What the check needs beside the entries. */
export interface FileCheck {
  file: CheckedFile
  /** Files are named relative to it. */
  folder: string
  readFile: ReadFile
}

/** Checks what the entries of the FAQ name, and puts it behind their answers as links, of which whoever says an answer says one. */
export async function checkFaq(
  entries: readonly Entry[],
  check: FileCheck,
): Promise<{ faq: Company['faq']; files: readonly DeskFile[] }> {
  const files = new Map<string, DeskFile>()
  const faq: Company['faq'][number][] = []
  for (const [index, { file: named, ...entry }] of entries.entries()) {
    const target = named === undefined ? undefined : await targetOf(named, ['company', 'faq', index, 'file'], check)
    if (target && 'path' in target) files.set(target.id, target)
    faq.push(target ? { ...entry, answer: withLink(entry.answer, linkTo(target)) } : entry)
  }
  return { faq, files: [...files.values()] }
}

/** What stays where it is. */
interface Address {
  href: string
  label: string
}

async function targetOf(
  named: string,
  path: readonly (string | number)[],
  { file: { report }, folder, readFile }: FileCheck,
): Promise<DeskFile | Address | undefined> {
  const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(named)
  const url = isAddress ? URL.parse(named) : null
  if (url?.protocol === 'https:') return { href: url.href, label: nameIn(named.replace(/[?#].*$/, '')) }
  const [media, mimeType] = TYPES[extname(named).toLowerCase()] ?? []
  if (isAddress || !media || !mimeType) {
    report.add(path, problems.faqFileKind({ file: named, isAddress, endings: Object.keys(TYPES) }))
    return undefined
  }
  const absolute = isAbsolute(named) ? named : join(folder, named)
  try {
    const { length } = await readFile(absolute)
    const maxMb = MAX_MB[media]
    if (length === 0 || length > maxMb * MB) report.add(path, problems.faqFileSize({ file: named, length, maxMb }))
  } catch (error) {
    report.add(path, problems.faqFileUnreadable({ file: named, reason: reasonOf(error) }))
  }
  // Of its name, so that a new price list of the old name stands behind the old links.
  const id = createHash('sha256').update(named).digest('hex').slice(0, 12)
  return { id, path: absolute, media, mimeType, fileName: nameIn(named) }
}

function linkTo(target: DeskFile | Address): string {
  if ('path' in target) return `[${target.fileName}](file:${target.id})`
  return `[${target.label}](${target.href.replaceAll('(', '%28').replaceAll(')', '%29')})`
}

/** As clients see it; brackets would end a link. */
const nameIn = (path: string) => basename(path).replace(/[[\]()]/g, '')

function withLink(answer: LocalizedText, link: string): LocalizedText {
  if (typeof answer === 'string') return `${answer} ${link}`
  return Object.fromEntries(Object.entries(answer).map(([locale, text]) => [locale, `${text} ${link}`]))
}
