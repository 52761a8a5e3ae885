import { words } from './plain.ts'

/** Sums of money that are no price of a visit. */
const OTHER_MONEY = words(
  String.raw`\b(?:предоплат|депозит|скидк|бонус|штраф|сертификат|чаев|deposit|prepay|discount|bonus|fee|penalty|tip|voucher|off)`,
)

const AMOUNT = String.raw`(\d{1,3}(?:[ ,.]\d{3})+|\d+)(?:[.,](\d{1,2}))?`
const PATTERNS = [
  words(
    String.raw`(?<![\d.,])${AMOUNT}\s?(?:₽|руб(?:лей|ля|ль)?\.?|р\.?(?!\p{L})|rub(?:le)?s?|\$|usd|dollars?|€|eur|euros?|£|gbp|pounds?|₸|тенге)`,
    'g',
  ),
  words(String.raw`[$€£₽₸]\s?${AMOUNT}`, 'g'),
  words(
    String.raw`\b(?:стоимость|цена|итого|сумма|к оплате|стоит|total|price|cost|costs)\b[^\d]{0,14}(?=\d[ ,.]?\d[ ,.]?\d)${AMOUNT}(?![\d:.]|\s?(?:мин|час|min|hour|%))`,
    'g',
  ),
]

/** The prices in a plain sentence, in major units, and the sentence without them. */
export function readPrices(plain: string): { prices: readonly number[]; rest: string } {
  const prices: number[] = []
  let rest = plain
  for (const pattern of PATTERNS)
    rest = rest.replace(pattern, (whole, major: string, minor: string | undefined) => {
      prices.push(Number(major.replace(/[ ,.]/gu, '')) + (minor === undefined ? 0 : Number(`0.${minor}`)))
      return ' '.repeat(whole.length)
    })
  return { prices: OTHER_MONEY.test(plain) ? [] : prices, rest }
}
