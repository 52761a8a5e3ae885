import type { PageMessage } from '../../history.ts'
import { safeLink } from './markup.tsx'

/** A file of the business: a picture as it is, anything else by its name; pressed, it opens beside the chat. */
export function File({ media: { media, fileName, url } }: { media: NonNullable<PageMessage['media']> }) {
  const address = safeLink(url)
  if (address === undefined) return null
  return (
    <a class={`file ${media}`} href={address} target="_blank" rel="noopener noreferrer">
      {media === 'image' ? <img src={address} alt={fileName} loading="lazy" /> : fileName}
    </a>
  )
}
