/** The fields of the wanted types; a type that is not described is absent. */
export type Fields = ReadonlyMap<string, readonly string[]>

const END = /<\/(?:EntityType|ComplexType)>/
const BEGIN = /<(?:EntityType|ComplexType)\s[^>]*?\bName="([^"]+)"/g
const FIELD = /<(?:Property|NavigationProperty)\s[^>]*?\bName="([^"]+)"/g

/**
 * Reads the fields of these types out of a description, piece by piece: that of a real configuration has some fifteen
 * megabytes and thousands of types, of which a handful is wanted.
 */
export async function readFields(body: AsyncIterable<Uint8Array>, wanted: ReadonlySet<string>): Promise<Fields> {
  const fields = new Map<string, readonly string[]>()
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = END.exec(text); end; end = END.exec(text)) {
      const element = text.slice(0, end.index)
      text = text.slice(end.index + end[0].length)
      // The last one that begins before this end: earlier ones closed themselves.
      const begin = [...element.matchAll(BEGIN)].at(-1)
      const name = begin?.[1]
      if (begin && name !== undefined && wanted.has(name))
        fields.set(
          name,
          [...element.slice(begin.index).matchAll(FIELD)].flatMap(match => match[1] ?? []),
        )
    }
  }
  return fields
}
