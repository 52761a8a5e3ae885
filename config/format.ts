import { styleText } from 'node:util'
import type { Finding } from './finding.ts'
import { problems } from './problems.ts'

interface Look {
  /** The text that was checked, for showing the lines. */
  text: string
  colors: boolean
}

/** Findings as an operator reads them: the place, what is wrong, the line with a mark under it, and what to do. */
export function formatFindings(findings: readonly Finding[], { text, colors }: Look): string {
  const lines = maskSecrets(text.split(/\r?\n/), findings)
  const paint = (style: 'bold' | 'gray' | 'cyan' | 'red' | 'yellow', part: string) =>
    colors ? styleText(style, part, { validateStream: false }) : part
  return findings
    .map(({ file, line, column, length, severity, path, message, hint, code }) => {
      const color = severity === 'error' ? 'red' : 'yellow'
      const shown = lines[line - 1] ?? ''
      const gutter = `${line} | `.padStart(8)
      // Tabs stay tabs, so that the mark stands under its word.
      const before = shown.slice(0, column - 1).replace(/[^\t]/g, ' ')
      return [
        `${paint('bold', `${file}:${line}:${column}`)} ${paint(color, severity)} ${path ? `${path}: ` : ''}${message} ${paint('gray', `[${code}]`)}`,
        ...(shown.trim() === ''
          ? []
          : [
              `${paint('gray', gutter)}${shown}`,
              `${' '.repeat(gutter.length)}${before}${paint(color, '^'.repeat(length))}`,
            ]),
        ...(hint ? [`    ${paint('cyan', hint.replaceAll('\n', '\n    '))}`] : []),
      ].join('\n')
    })
    .join('\n\n')
}

/** One line that sums up. */
export function summarise(findings: readonly Finding[]): string {
  const errors = findings.filter(finding => finding.severity === 'error').length
  const warnings = findings.length - errors
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
  const parts = [...(errors ? [count(errors, 'error')] : []), ...(warnings ? [count(warnings, 'warning')] : [])]
  return parts.join(', ') || 'no findings'
}

/** What is shown ends up in logs and bug reports. */
function maskSecrets(lines: readonly string[], findings: readonly Finding[]): readonly string[] {
  const shown = [...lines]
  for (const { code, line, column, length } of findings) {
    if (code !== problems.literalSecret().code) continue
    const text = shown[line - 1] ?? ''
    shown[line - 1] = text.slice(0, column - 1) + '*'.repeat(length) + text.slice(column - 1 + length)
  }
  return shown
}
