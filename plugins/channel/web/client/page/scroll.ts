import type { RefObject } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Row } from './timeline.ts'

const SLACK_PX = 80
const ABOVE_PX = 12

/** Where the visitor reads. */
export interface Scroll {
  place: RefObject<HTMLElement | null>
  /** Nothing newer is out of sight. */
  isAtEnd: boolean
  toEnd(): void
}

/**
 * Keeps what is new in sight while the visitor reads along, and leaves who scrolled back alone. An answer that is longer than
 * the window is shown from its beginning.
 */
export function useScroll(rows: readonly Row[], others: readonly unknown[]): Scroll {
  const place = useRef<HTMLElement>(null)
  const follows = useRef(true)
  const seen = useRef(0)
  const fresh = useRef<string | undefined>(undefined)
  const [isAtEnd, setAtEnd] = useState(true)

  const settle = useCallback(() => {
    const box = place.current
    if (!box || !follows.current) return
    const end = box.scrollHeight - box.clientHeight
    const first =
      fresh.current === undefined ? null : box.querySelector<HTMLElement>(`[data-key="${CSS.escape(fresh.current)}"]`)
    box.scrollTop = first ? Math.min(end, first.offsetTop - ABOVE_PX) : end
  }, [])

  const look = useCallback(() => {
    const box = place.current
    if (!box) return
    const left = box.scrollHeight - box.clientHeight - box.scrollTop
    // Choices stand below all messages: who sees them needs no way there, and it would cover what can be pressed.
    const choices = box.querySelector<HTMLElement>('.choices')
    const seesChoices = choices !== null && choices.offsetTop < box.scrollTop + box.clientHeight
    setAtEnd(left < SLACK_PX * 2 || seesChoices)
  }, [])

  useLayoutEffect(() => {
    if (rows.length > seen.current) {
      const lastOwn = rows.findLastIndex(({ author }) => author === 'client')
      // What the visitor wrote is always followed; only what came after it is news.
      if (lastOwn >= seen.current) follows.current = true
      fresh.current = rows[Math.max(seen.current, lastOwn + 1)]?.key
      seen.current = rows.length
    }
    settle()
    look()
  }, [rows, settle, look, ...others])

  useEffect(() => {
    const box = place.current
    if (!box) return
    let settledAt = box.scrollTop
    const moved = () => {
      const left = box.scrollHeight - box.clientHeight - box.scrollTop
      // Only who moves up stops following: what grows below moves nobody.
      if (box.scrollTop < settledAt - 4) follows.current = left < SLACK_PX
      if (left < SLACK_PX) follows.current = true
      settledAt = box.scrollTop
      look()
    }
    box.addEventListener('scroll', moved, { passive: true })
    // A phone's keyboard takes half of the window away.
    const resized = new ResizeObserver(() => {
      settle()
      look()
    })
    resized.observe(box)
    return () => {
      box.removeEventListener('scroll', moved)
      resized.disconnect()
    }
  }, [settle, look])

  const toEnd = useCallback(() => {
    follows.current = true
    fresh.current = undefined
    settle()
  }, [settle])
  return { place, isAtEnd, toEnd }
}
