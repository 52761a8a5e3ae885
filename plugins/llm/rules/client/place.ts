import { isGivenName } from '../catalogue/name-forms.ts'
import { normalise, tidy } from '../language/text.ts'

const PLACE =
  /(?<![\p{L}\p{N}])(?:[Ii]n|[Nn]ear|[Aa]round|[Ww]ithin|[Tt]ry|[Cc]lose to|[Cc]ity of)\s+(?:the city of |the )?(?<name>\p{Lu}[\p{L}'.]+(?: \p{Lu}[\p{L}'.]+){0,2})/gu

/** A town that an English text names: "anything in San Jose?" Words with another meaning (months, people, services) are none. */
export function readPlace(original: string, isOther: (word: string) => boolean): string | undefined {
  for (const { groups } of tidy(original).matchAll(PLACE)) {
    const name = groups?.['name']
    if (name === undefined) continue
    const words = normalise(name).split(' ')
    const isPerson = words.every(isGivenName)
    if (!isPerson && !words.some(word => NO_PLACES.has(word) || isOther(word))) return name
  }
  return undefined
}

const NO_PLACES: ReadonlySet<string> = new Set(
  'english russian french german spanish dr mr mrs ms miss i it to the that this him her them book make something someone advance person general total fact case order january february march april may june july august september october november december'.split(
    ' ',
  ),
)
