import type { RefObject } from 'preact'
import { useCallback, useEffect, useRef } from 'preact/hooks'
import { useChat } from './settings.ts'
import type { OptionGroup, Row } from './timeline.ts'

/**
 * Where the focus goes when a pressed button disappears. With the keyboard: to the next choices when they come, else to the
 * text field. With the mouse: to the text field. On a phone nowhere, as the keyboard would cover half of the chat.
 */
export function useFocusAfterPress({
  rows,
  group,
  input,
  place,
}: {
  rows: readonly Row[]
  group: OptionGroup | undefined
  input: RefObject<HTMLElement | null>
  place: RefObject<HTMLElement | null>
}): (event: MouseEvent) => void {
  const waits = useRef(false)
  const isAnswered = rows.at(-1)?.author !== 'client'

  useEffect(() => {
    if (!waits.current || !isAnswered) return
    const isElsewhere = document.activeElement !== place.current && document.activeElement !== document.body
    const choices = place.current?.querySelector('.choices')
    // Of a calendar the day, not what turns its months.
    const next =
      choices?.querySelector<HTMLElement>('.day-button[tabindex="0"]') ??
      choices?.querySelector<HTMLElement>('button:enabled') ??
      input.current
    waits.current = false
    if (!isElsewhere) next?.focus()
  }, [group, isAnswered, input, place])

  return useCallback(
    ({ detail }) => {
      // A click that no pointer made has no count of clicks.
      waits.current = detail === 0
      if (waits.current) place.current?.focus({ preventScroll: true })
      else if (canHover()) input.current?.focus({ preventScroll: true })
    },
    [input, place],
  )
}

/** Who opens the chat on another site can write at once; on a phone the keyboard would cover half of it. */
export function useFocusWhenOpened(input: RefObject<HTMLElement | null>): void {
  const { host } = useChat()
  useEffect(() => {
    let wasOpen = false
    return host.watch(() => {
      const isOpened = host.isOpen() && !wasOpen
      wasOpen = host.isOpen()
      if (isOpened && document.hasFocus() && canHover()) input.current?.focus({ preventScroll: true })
    })
  }, [host, input])
}

const canHover = () => matchMedia('(hover: hover)').matches
