/** The text without the desk's only two kinds of markup, for a provider that shows every character as it is. */
export function plainText(text: string): string {
  return text.replace(/\*\*(.+?)\*\*/gs, '$1').replace(/\[([^\]]+)\]\((https:\/\/[^\s)]+)\)/g, '$1: $2')
}
