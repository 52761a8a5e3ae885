import type { Locale } from '../core/contract/index.ts'
import { nearest } from './nearest.ts'

const ADVICE: Readonly<Record<Locale, string>> = {
  en: `a zone is named after a large city, which need not be yours:
for most of Russia's west Europe/Moscow; Europe/Kaliningrad, Europe/Samara, Asia/Yekaterinburg (the Urals), Asia/Omsk,
Asia/Novosibirsk, Asia/Krasnoyarsk, Asia/Irkutsk, Asia/Yakutsk, Asia/Vladivostok, Asia/Magadan, Asia/Kamchatka;
Europe/Minsk, Asia/Almaty, Asia/Bishkek, Asia/Tashkent, Asia/Dushanbe, Asia/Yerevan, Asia/Baku, Asia/Tbilisi;
all of them: https://en.wikipedia.org/wiki/List_of_tz_database_time_zones`,
  ru: `пояс назван по крупному городу, не обязательно по вашему:
большая часть запада России — Europe/Moscow; Europe/Kaliningrad, Europe/Samara, Asia/Yekaterinburg (Урал), Asia/Omsk,
Asia/Novosibirsk, Asia/Krasnoyarsk, Asia/Irkutsk, Asia/Yakutsk, Asia/Vladivostok, Asia/Magadan, Asia/Kamchatka;
Europe/Minsk, Asia/Almaty, Asia/Bishkek, Asia/Tashkent, Asia/Dushanbe, Asia/Yerevan, Asia/Baku, Asia/Tbilisi;
все: https://en.wikipedia.org/wiki/List_of_tz_database_time_zones`,
}

const MEANT: Readonly<Record<Locale, (zone: string) => string>> = {
  en: zone => `did you mean ${zone}?`,
  ru: zone => `может быть, ${zone}?`,
}

/**
 * What to write in place of a time zone that there is not. Only a slip of the pen is mended: an owner whose city has no
 * zone of its own must not be sent to whatever city is spelt a little like it.
 */
export function adviseTimeZone(value: string, locale: Locale = 'en'): string {
  const zones = Intl.supportedValuesOf('timeZone')
  // People know the city, not the continent under which the zone is filed.
  const city = nearest(cityOf(value.trim()).replaceAll(' ', '_'), zones.map(cityOf), MOST_SLIPS)
  const meant = zones.find(zone => cityOf(zone) === city)
  return meant ? MEANT[locale](meant) : ADVICE[locale]
}

const MOST_SLIPS = 2

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1)
}
