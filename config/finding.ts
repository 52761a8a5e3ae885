/** Where a value stands in `aiadmin.yaml`: `['company', 'faq', 0, 'question']`. */
export type Path = readonly (string | number)[]

/** What is wrong, before it has a place. */
export interface Problem {
  /** Stable; tests and scripts may rely on it. */
  code: string
  /** A warning stops nothing. */
  severity: 'error' | 'warning'
  message: string
  /** What to do. */
  hint?: string
}

/** A problem with its place in the file. */
export interface Finding extends Problem {
  file: string
  /** Counted from 1, as is `column`. */
  line: number
  column: number
  /** Characters of the line that the finding is about; at least 1. */
  length: number
  /** `company.faq[0].question`; empty for the file as a whole. */
  path: string
}

/** The path as people write it. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const name = /^[\w-]+$/.test(step) ? step : JSON.stringify(step)
    return text === '' ? name : `${text}.${name}`
  }, '')
}

/** The path as a JSON pointer, the form that ajv uses. */
export function toPointer(path: Path): string {
  return path.map(step => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The steps of a JSON pointer; array indexes stay text. */
export function fromPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
