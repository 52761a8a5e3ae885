import type { Call, PluginContext } from '../../../core/contract/index.ts'
import type { Api } from './api.ts'
import type { Options } from './options.ts'
import { isOff, isOn, numberOf, textOf } from './wire.ts'

/** The settings of a location that a booking must know. */
export interface Location {
  title: string
  /** The IANA zone, where the answer names it: a bare number says nothing. */
  timezone: string | undefined
  /** Online bookings are confirmed with a code by SMS. */
  needsCode: boolean
  needsEmail: boolean
  /** How clients may change what they have booked; the distance to the visit in milliseconds. */
  move: { isAllowed: boolean; untilMs: number }
  cancel: { isAllowed: boolean; untilMs: number }
}

/** Asks for them. */
export async function loadLocation(api: Api, { config, error }: PluginContext<Options>, call: Call): Promise<Location> {
  const found = await api.find({ path: `/company/${config.companyId}` }, call)
  if (!found) throw error('unavailable', `there is no location ${config.companyId}: look at companyId`)
  const zone = textOf(found['timezone_name']) || textOf(found['timezone'])
  const rule = (name: string) => ({
    isAllowed: !isOff(found[`allow_${name}_record`]),
    untilMs: (numberOf(found[`allow_${name}_record_delay_step`]) ?? 0) * 1_000,
  })
  return {
    title: textOf(found['title']),
    timezone: zone.includes('/') || zone === 'UTC' ? zone : undefined,
    needsCode: isOn(found['phone_confirmation']),
    needsEmail: isOn(found['booking_email_required']),
    move: rule('change'),
    cancel: rule('delete'),
  }
}
