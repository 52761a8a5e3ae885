import { readFacts } from './facts.ts'
import { plainOf, words } from './plain.ts'
import { type Names, readPeople } from './spoken-people.ts'

const LABELS = words(
  String.raw`\b(?:к|ко|на|в|во|у|с|до|и|по|мастер\p{L}*|специалист\p{L}*|стоимость|цена|итого|услуга|услуги|время|дата|когда|день|начало|адрес|кто|визит|запись|г|года|часов|часа|час|ровно|from|to|till|at|on|with|for|the|a|of|and|by|price|cost|total|service|services|time|date|when|who|day|start|specialist|stylist|master|visit|appointment|o'clock|sharp|да|ок|окей|хорошо|итак|так|значит|отлично|вы|есть|принято|напоминание|памятка|ok|okay|right|fine|great|yes|you|noted|reminder|memo|this|next|mon|tue|wed|thu|fri|sat|sun)\b`,
  'g',
)

const namesService = (plain: string, { services }: Names) => services !== undefined && plain.search(services) >= 0

/** How many words a sentence has beside days, times, prices, names and their labels; undefined when it has none of these. */
export function wordsBesideFacts(sentence: string, plain: string, names: Names): number | undefined {
  const { moments, prices, rest } = readFacts(plain)
  const { named } = readPeople(sentence, names)
  if (moments.length + prices.length + named.length === 0 && !namesService(plain, names)) return undefined
  if (plain.endsWith('?')) return undefined
  const people = names.employees.flatMap(({ name, words: forms }) => [
    ...plainOf(name).split(' '),
    ...forms.map(({ first }) => plainOf(first)),
  ])
  const left = rest
    .replace(names.services ?? /$^/u, ' ')
    .replace(LABELS, ' ')
    .split(/[^\p{L}]+/u)
    .filter(
      word => word.length > 1 && !people.some(name => word.startsWith(name.slice(0, Math.max(2, name.length - 1)))),
    )
  return left.length
}
