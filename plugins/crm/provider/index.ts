/** What the plugins that speak to a provider have in common, whatever it is. */
export { everythingBut } from './capabilities.ts'
export { readInstant } from './instant.ts'
export { minorUnitsOf } from './minor-units.ts'
export { nearNames } from './near-names.ts'
export { isSameSecret } from './same-secret.ts'
export { isSameZone } from './same-zone.ts'
export { timeOptions } from './time-options.ts'
