/** A color that an operator may write. */
export const COLOR_PATTERN = '^#[0-9a-fA-F]{6}$'

// What the page's style calls --panel, light and dark: what stands in the operator's color must be read on them.
const LIGHT_PANEL = '#ffffff'
const DARK_PANEL = '#181f1d'
// WCAG asks 4.5 of text; the rest is for the slightly tinted grounds beside the panel.
const READABLE = 5.2

type Channels = readonly [red: number, green: number, blue: number]

/** The operator's color as custom properties: itself, what is read on it, and inks and tints for light and dark. */
export function themeOf(color: string): Readonly<Record<`--${string}`, string>> {
  const lightTint = mix(color, LIGHT_PANEL, 0.09)
  const darkTint = mix(color, DARK_PANEL, 0.24)
  return {
    '--accent': color,
    // Contrast with white and with black is equal at this luminance.
    '--on-accent': luminanceOf(color) > 0.179 ? '#111111' : '#ffffff',
    '--tint-light': lightTint,
    '--tint-dark': darkTint,
    '--accent-ink-light': readableOn(lightTint, color, '#000000'),
    '--accent-ink-dark': readableOn(darkTint, color, '#ffffff'),
  }
}

/** The color, moved towards `end` only as far as it takes to be read on the ground. */
function readableOn(ground: string, color: string, end: string): string {
  for (let share = 1; share > 0; share -= 0.05) {
    const ink = mix(color, end, share)
    if (contrastOf(ink, ground) >= READABLE) return ink
  }
  return end
}

function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Relative luminance as WCAG 2 defines it. */
function luminanceOf(color: string): number {
  const [red, green, blue] = channelsOf(color)
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function linear(channel: number): number {
  const value = channel / 255
  return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function mix(color: string, ground: string, share: number): string {
  const [red, green, blue] = channelsOf(color)
  const [groundRed, groundGreen, groundBlue] = channelsOf(ground)
  const hex = (one: number, other: number) =>
    Math.round(one * share + other * (1 - share))
      .toString(16)
      .padStart(2, '0')
  return `#${hex(red, groundRed)}${hex(green, groundGreen)}${hex(blue, groundBlue)}`
}

function channelsOf(color: string): Channels {
  const channel = (start: number) => Number.parseInt(color.slice(start, start + 2), 16)
  return [channel(1), channel(3), channel(5)]
}
