/** The lines of a text, empty ones left out; `\n` in a line is a line break of the sentence. */
export function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim().replaceAll('\\n', '\n'))
    .filter(line => line !== '')
}
