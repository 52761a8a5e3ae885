import { type Answer, created, no, ok } from './answers.ts'
import type { Asked } from './online.ts'

/** The webhooks of a location: one list that every POST replaces, and flags for all of them. */
export function createHooks(extraFlags: readonly string[]) {
  let settings: Record<string, unknown> = {
    urls: [],
    active: 0,
    ...Object.fromEntries(['salon', 'service', 'master', 'client', 'record', ...extraFlags].map(name => [name, 0])),
  }
  return {
    urls: (): readonly unknown[] => [settings['urls']].flat(),
    read: (): Answer => ok({ ...settings }),
    write({ body }: Asked): Answer {
      const urls: unknown = body?.urls
      if (!Array.isArray(urls) || urls.length === 0 || urls.length > 10) return no(422, 'One to ten addresses')
      // A flag that is not sent is off.
      const off = Object.fromEntries(Object.keys(settings).map(name => [name, 0]))
      settings = { ...off, ...body, urls: [...new Set(urls)] }
      return created({ ...settings })
    },
    set(changes: Record<string, unknown>) {
      settings = { ...settings, ...changes }
    },
    get settings(): Readonly<Record<string, unknown>> {
      return settings
    },
  }
}
