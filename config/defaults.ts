import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import type { Locale } from '../core/contract/index.ts'
import type { DialogConfig, StateConfig } from './desk-config.ts'
import { type DialogBlock, dialogSchema } from './schema/dialog.ts'
import type { CompileSchema } from './validator.ts'

/** Texts by language and key. */
export type Texts = Readonly<Record<Locale, Readonly<Record<string, string>>>>

/** The parts of a dialog that `extends` brings in. */
export type BaseDialog = Pick<DialogConfig, 'initial' | 'persona' | 'states'>

/** The dialog `reception` that comes with the program. */
export async function loadReception(compile: CompileSchema): Promise<BaseDialog> {
  const schema = compile<DialogBlock>(dialogSchema)
  const block = await readDefault('dialogs/reception.yaml')
  if (!schema.accepts(block) || block.persona === undefined || block.initial === undefined) {
    throw new Error(`config/defaults/dialogs/reception.yaml is damaged: ${JSON.stringify(schema.errors()[0])}`)
  }
  const states: Record<string, StateConfig> = {}
  for (const [name, { prompt = '', tools = [], next = [] }] of Object.entries(block.states ?? {})) {
    states[name] = { prompt, tools, next: next.map(({ when, to }) => ({ when: [when].flat(), to })) }
  }
  return { initial: block.initial, persona: block.persona, states }
}

/** What core says to clients, before an operator's changes. */
export async function loadCoreTexts(): Promise<Texts> {
  const [ru, en] = await Promise.all([readTexts('ru'), readTexts('en')])
  return { ru, en }
}

async function readTexts(locale: Locale): Promise<Readonly<Record<string, string>>> {
  const texts = await readDefault(`locales/${locale}.yaml`)
  if (typeof texts !== 'object' || texts === null) throw new Error(`config/defaults/locales/${locale}.yaml is damaged`)
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, String(text)]))
}

/** Beside this file, from the sources as well as from the build. */
async function readDefault(path: string): Promise<unknown> {
  return parse(await readFile(new URL(`./defaults/${path}`, import.meta.url), 'utf8'))
}
