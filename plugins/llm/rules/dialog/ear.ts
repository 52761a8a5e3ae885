import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Heard, listen } from './heard.ts'

/** Turns that are in the middle of their steps at one time; more only cost time. */
const MOST_KEPT = 32

/** Listens; each step of a turn hears the same text against the same memory, so what was heard is kept for the next one. */
export function createEar(): typeof listen {
  const kept = new Map<string, { catalogue: Catalogue; heard: Heard }>()
  return (text, phone, listening) => {
    const { situation, memory, catalogue } = listening
    const key = JSON.stringify([text, phone, memory, situation.now, situation.locale])
    const known = kept.get(key)
    if (known?.catalogue === catalogue) return known.heard
    const heard = listen(text, phone, listening)
    const [oldest] = kept.keys()
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    kept.set(key, { catalogue, heard })
    return heard
  }
}
