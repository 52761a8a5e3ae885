export { createMetrics, type Metrics } from './metrics.ts'
export type { DeskStatus, InstanceStatus, ServedChannel, ServedCrm, ServerParts } from './parts.ts'
export { buildServer } from './server.ts'
