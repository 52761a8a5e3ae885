import { type Finding, formatPath, type Path, type Problem, toPointer } from './finding.ts'
import type { Source } from './source.ts'

/** Collects what the parts of a check find. */
export interface Report {
  add(path: Path, problem: Problem, part?: 'key' | 'value'): void
  /** Marks the value as unusable: whatever else is found at it would only be a consequence. */
  addBroken(path: Path, problem: Problem): void
  /** Gives what was found at this very place, by the code of the problem, the hint of the problem. */
  setHint(path: Path, problem: Problem): void
  /** Whether the value, or something inside of it, is unusable. */
  isBroken(path: Path): boolean
  /** Errors, not warnings, at or inside of the path. */
  hasErrors(path: Path): boolean
  /** In the order of the file. */
  findings(): readonly Finding[]
}

/** A report on one file. */
export function createReport(file: string, source: Source): Report {
  const findings: { path: Path; finding: Finding }[] = source.problems.map(({ problem, place }) => ({
    path: [],
    finding: { ...problem, ...place, file, path: '' },
  }))
  const broken: string[] = []
  const isUnder = (pointer: string, holder: string) => `${pointer}/`.startsWith(`${holder}/`)

  const place = (path: Path, problem: Problem, part: 'key' | 'value') => {
    findings.push({ path, finding: { ...problem, ...source.place(path, part), file, path: formatPath(path) } })
  }
  return {
    add(path, problem, part = 'value') {
      if (!broken.some(pointer => isUnder(toPointer(path), pointer))) place(path, problem, part)
    },
    addBroken(path, problem) {
      place(path, problem, 'value')
      broken.push(toPointer(path))
    },
    setHint(path, { code, hint }) {
      const found = findings.find(one => toPointer(one.path) === toPointer(path) && one.finding.code === code)
      if (found && hint !== undefined) found.finding.hint = hint
    },
    isBroken: path => broken.some(pointer => isUnder(pointer, toPointer(path))),
    hasErrors: path =>
      findings.some(one => one.finding.severity === 'error' && isUnder(toPointer(one.path), toPointer(path))),
    findings: () =>
      findings
        .map(one => one.finding)
        .sort((a, b) => a.line - b.line || a.column - b.column || a.path.localeCompare(b.path)),
  }
}
