import type { Company, VisitCard } from '../contract/index.ts'
import type { Visit } from '../journal/visit.ts'
import { companyName } from './company-name.ts'
import { localMoment } from './local-time.ts'
import type { FormatPrice } from './price.ts'
import { localized } from './prompt.ts'
import type { Say } from './texts.ts'

/** What a channel may show of a visit. */
export type WriteCard = (visit: Visit) => VisitCard

/** Writes cards for one company. */
export function createCards(
  company: Pick<Company, 'name' | 'names' | 'address' | 'timezone'>,
  { say, formatPrice }: { say: Say; formatPrice: FormatPrice },
): WriteCard {
  return ({ conversation: _, locale, phone: __, serviceIds: ___, employeeIds: ____, ...visit }) => {
    const address = localized(company.address, locale)
    return {
      ...visit,
      title: say(locale, 'visit.title', {
        services: visit.services.join(' + '),
        company: companyName(company, locale),
      }),
      ...(visit.price && { priceText: formatPrice(visit.price, locale) }),
      ...(address !== '' && { address }),
      ...(visit.changedAt !== undefined && {
        changedAt: localMoment(Date.parse(visit.changedAt), company.timezone).instant,
      }),
    }
  }
}
