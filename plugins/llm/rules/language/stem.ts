const RUSSIAN_ENDINGS = [
  'иями иями ями ами иям иях ией ием его ого ему ому ыми ими ешь ете ить ать ять еть уть ала ила али или ует уют ишь ите',
  'ая яя ую юю ое ее ые ие ый ий ой ей ом ем ам ям ах ях ов ев ию ия ии ть ет ит ут ют ат ят ал ил ла ло ли',
  'а я о е и ы у ю ь й',
]
  .join(' ')
  .split(' ')
const SHORTEST_STEM = 3

/** The word without its inflection, Russian or English by its letters. Light on purpose: names of services are mostly nouns. */
export function stem(word: string): string {
  return /[а-я]/u.test(word) ? russianStem(word) : englishStem(word)
}

function russianStem(word: string): string {
  const active = word.length > 5 ? word.replace(/с[яь]$/u, '') : word
  const ending = RUSSIAN_ENDINGS.find(candidate => isEnding(active, candidate))
  return ending === undefined ? active : active.slice(0, -ending.length)
}

function isEnding(word: string, ending: string): boolean {
  return word.endsWith(ending) && word.length - ending.length >= SHORTEST_STEM
}

function englishStem(word: string): string {
  const american = word.replace(/our(?=$|s$|ing$|ed$|ist$)/, 'or')
  if (american.length > 4 && american.endsWith('ies')) return `${american.slice(0, -3)}y`
  const ending = ['ings', 'ing', 'ed', 'es', 's'].find(candidate => isEnding(american, candidate))
  if (ending === undefined || american.endsWith('ss')) return american
  // "massages" and "massage" must meet, and so must "trimming" and "trim".
  return american
    .slice(0, -ending.length)
    .replace(/([b-df-hj-km-np-rtv-z])\1$/, '$1')
    .replace(/e$/, '')
}
