import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml'
import type { Path, Problem } from './finding.ts'
import { problems } from './problems.ts'
import { findLineOutOfStep } from './yaml-indentation.ts'
import { describeSyntaxError } from './yaml-syntax.ts'

/** A stretch of one line, counted from 1. */
export interface Place {
  line: number
  column: number
  length: number
}

interface Found {
  problem: Problem
  place: Place
}

/** A parsed `aiadmin.yaml` that remembers where everything stands. */
export interface Source {
  text: string
  /** Plain data; undefined when the file cannot be understood. */
  value: unknown
  /** Mistakes in the YAML itself. */
  problems: readonly Found[]
  /** Where a value (or its key) stands; for what is not in the file, where its nearest holder stands. */
  place(path: Path, part: 'key' | 'value'): Place
  /** A scalar as it is written: `0123`, not 83 or 123. */
  written(path: Path): string | undefined
}

type Range = readonly [start: number, end: number]

/** Parses the text; never throws. */
export function parseSource(text: string): Source {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: 'error' })
  const placeOf = ([start, end]: Range): Place => {
    const { line, col } = lineCounter.linePos(start)
    const endOfLine = text.slice(start).search(/\r?\n|$/)
    return { line, column: col, length: Math.max(1, Math.min(end - start, endOfLine)) }
  }

  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings]
  const found: Found[] = errors.map(error => {
    const line = findLineOutOfStep(error, errors, text)
    if (line) return { problem: problems.indentation(line), place: placeOf(line.range) }
    return { problem: describeSyntaxError(error, text), place: placeOf(startOfUnclosed(error, document) ?? error.pos) }
  })
  const broken = found.length > 0
  const inside = broken ? [] : findInside(document, placeOf)
  const readable = !broken && inside.every(one => one.problem.code === 'AIADMIN_YAML_DUPLICATE_KEY')
  const value = readable ? toData(document) : {}
  if (value.problem) found.push({ problem: value.problem, place: placeOf([0, 1]) })
  return {
    text,
    value: value.data,
    // One mistake makes the parser stumble over all that follows in the line: the first of a line is the true one.
    problems: withoutConsequences(firstOfEachLine([...found, ...inside])),
    place: (path, part) => placeOf(rangeOf(document, path, part)),
    written: path => {
      const node = nodeAt(document, path)
      return isScalar(node) ? node.source : undefined
    },
  }
}

function toData(document: Document.Parsed): { data?: unknown; problem?: Problem } {
  try {
    return { data: document.toJS() }
  } catch (error) {
    // More aliases than any honest file has.
    return { problem: problems.syntax({ reason: error instanceof Error ? error.message : String(error) }) }
  }
}

/** The parser notices at the end of the file what was opened far above; the opening is what has to be seen. */
function startOfUnclosed(error: YAMLError, document: Document.Parsed): Range | undefined {
  if (!/closing ["']quote|end with an? [\]}]/.test(error.message)) return undefined
  let start: number | undefined
  visit(document, {
    Node: (_key, node) => {
      const opens = isScalar(node) ? /^QUOTE/.test(node.type ?? '') : isCollection(node) && node.flow === true
      const [from = 0, to = 0] = node.range ?? []
      if (opens && from < error.pos[0] && to >= error.pos[0] - 1) start = from
    },
  })
  return start === undefined ? undefined : [start, start + 1]
}

/** Duplicate keys and unknown anchors: what the parser leaves to its caller. */
function findInside(document: Document.Parsed, placeOf: (range: Range) => Place) {
  const found: Found[] = []
  const inspect = (node: Node | null | undefined): void => {
    if (isSeq<ParsedNode>(node)) for (const item of node.items) inspect(item)
    if (isAlias(node) && !node.resolve(document)) {
      found.push({ problem: problems.unknownAnchor({ name: node.source }), place: placeOf(rangeOfNode(node)) })
    }
    if (!isMap<ParsedNode, ParsedNode | null>(node)) return
    const lines = new Map<string, number>()
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key)
      const place = placeOf(rangeOfNode(key))
      const line = lines.get(name)
      if (line === undefined) lines.set(name, place.line)
      else found.push({ problem: problems.duplicateKey({ key: name, line }), place })
      inspect(value)
    }
  }
  inspect(document.contents)
  return found
}

/** What the parser says around a tab, and after a line that is out of step, is only said because of it. */
function withoutConsequences(found: readonly Found[]): readonly Found[] {
  const linesOf = (code: string) => found.filter(one => one.problem.code === code).map(one => one.place.line)
  const tabs = linesOf(problems.tab().code)
  const uneven = linesOf(problems.indentation({ column: 1 }).code)
  const [firstTab = Number.POSITIVE_INFINITY] = tabs
  return found.filter(
    ({ place: { line } }) => tabs.includes(line) || (line < firstTab - 1 && !uneven.includes(line - 1)),
  )
}

function firstOfEachLine(found: readonly Found[]): readonly Found[] {
  const lines = new Set<number>()
  return [...found]
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
    .filter(({ place }) => !lines.has(place.line) && lines.add(place.line))
}

interface Step {
  key?: Node
  value: Node | null
}

/** The nodes on the way to a path, as far as the file goes. */
function walk(document: Document.Parsed, path: Path): readonly Step[] {
  const steps: Step[] = []
  let node: Node | null | undefined = document.contents
  for (const name of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const pair: Pair<ParsedNode, ParsedNode | null> | undefined = node.items.findLast(
        ({ key }) => isScalar(key) && String(key.value) === String(name),
      )
      if (!pair) break
      steps.push({ key: pair.key, value: pair.value })
      node = pair.value
    } else if (isSeq<ParsedNode>(node)) {
      const item: ParsedNode | undefined = node.items[Number(name)]
      if (!item) break
      steps.push({ value: item })
      node = item
    } else break
  }
  return steps
}

function nodeAt(document: Document.Parsed, path: Path): Node | undefined {
  const steps = walk(document, path)
  return steps.length === path.length ? (steps.at(-1)?.value ?? undefined) : undefined
}

function rangeOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): Range {
  const steps = walk(document, path)
  const last = steps.at(-1)
  const complete = steps.length === path.length
  // What is missing is shown at the key of its holder, whose value may be a page long.
  const node = last && (((part === 'key' || !complete) && last.key) || last.value || last.key)
  if (!node) return [0, 1]
  return rangeOfNode(node)
}

function rangeOfNode(node: Node): Range {
  const [start = 0, end = start + 1] = node.range ?? []
  return [start, end]
}
