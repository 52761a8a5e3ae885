import { words } from './plain.ts'
import type { SentenceReading } from './sentence-reading.ts'

/** Clauses that name days and times of something else than the visit. */
const ASIDE = words(
  String.raw`\b(?:работа\p{L}+|открыт\p{L}*|закры\p{L}+|можно|можете(?! (?:\p{L}+ ){0,3}не )|сможете|если|напиш\p{L}+|позвон\p{L}+|звон\p{L}+|предоплат\p{L}+|скидк\p{L}+|бонус\p{L}*|парков\p{L}+|отменить|перенести|отмен[аы] бесплатн|напомн\p{L}+|напоминани\p{L}+|опозда\p{L}+|за \d+ (?:минут|мин|час|дн)\p{L}*|open|close[sd]?|can|call|write|deposit|discount|parking|remind(?:er)?|minutes? (?:before|early|earlier)|late|free of charge|let me know|let us know|вместе с|кстати)\b`,
)
/** The part of a sentence that belongs to a deed: up to the next one, without what is said beside it. */
export function regionOf({ plain, clauses, deeds }: SentenceReading, which: number): string {
  const from = which === 0 ? 0 : (clauses[deeds[which]?.clause ?? 0]?.start ?? 0)
  const next = deeds[which + 1]
  const to = next ? (clauses[next.clause]?.start ?? plain.length) : plain.length
  let region = plain.slice(0, to)
  for (const [index, { start, end, text }] of clauses.entries()) {
    const deed = deeds[which]
    const isOwn = deed && index >= deed.clause && index <= deed.lastClause
    if (start >= to || (!isOwn && (start < from || ASIDE.test(text))))
      region =
        region.slice(0, start) + ' '.repeat(Math.max(0, Math.min(end, to) - start)) + region.slice(Math.min(end, to))
  }
  return region.slice(from)
}
