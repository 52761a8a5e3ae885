export { createMetrics, type Metrics } from './metrics.ts'
export type { InstanceStatus, ServedChannel, ServerParts } from './parts.ts'
export { buildServer } from './server.ts'
