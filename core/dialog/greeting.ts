const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|привет(?:ик|ствую)?|здравствуй(?:те)?|здрасте|добр(?:ый|ое|ого) (?:день|дня|утро|утра|вечер|вечера)|доброго времени суток)(?: there| all| всем)?$/u

/** Whether a text greets and says nothing more. */
export function isGreeting(text: string): boolean {
  const said = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
  return GREETING.test(said)
}
