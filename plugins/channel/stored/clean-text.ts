// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const HALVES = /\p{Surrogate}/gu
/** Nothing that can be seen: marks of direction and width, joiners, letters that are drawn as blanks. */
const BLANK = /^[\p{DI}\p{Cf}\p{Z}\p{Cc}\p{Mn}\p{Me}\u2800]*$/u

/**
 * What a client wrote, without characters that nobody types and that databases, logs and terminals stumble over:
 * control characters (except tab and line break) and halves of surrogate pairs. Emoji and right-to-left text stay.
 */
export function cleanText(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(CONTROLS, '').replace(HALVES, '').trim()
  return BLANK.test(clean) ? '' : clean
}
