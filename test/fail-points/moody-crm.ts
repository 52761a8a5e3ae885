import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CrmPlugin } from '../../core/contract/index.ts'
import local from '../../plugins/crm/local/index.ts'

const { properties, ...rest } = local.configSchema

const configSchema = {
  ...rest,
  properties: {
    ...properties,
    /** `late`: the first write happens and is not answered. `lost`: it does not happen and is not answered. */
    mood: { type: 'string', enum: ['sound', 'late', 'lost'] },
    /** The CRM can't move a visit itself. */
    immovable: { type: 'boolean' },
    /** Nobody can look up by key what became of a write. */
    blind: { type: 'boolean' },
  },
} as const

/** The salon's own calendar behind a bad line; what it did once it remembers over a kill. */
export default {
  ...local,
  name: 'moody',
  configSchema,
  create(context) {
    const { mood = 'sound', immovable = false, blind = false, ...config } = context.config
    const crm = local.create({ ...context, config: config as never })
    const mark = join(context.dataFolder, 'moody-once')
    const isFirst = () => {
      if (mood === 'sound' || existsSync(mark)) return false
      writeFileSync(mark, '')
      return true
    }
    return {
      ...crm,
      capabilities: {
        ...crm.capabilities,
        ...(immovable && { reschedule: 'none' as const }),
        ...(blind && { findByKey: false }),
      },
      async createAppointment(draft, call) {
        const isMoody = isFirst()
        if (isMoody && mood === 'lost') throw context.error('unknown_outcome', 'no answer')
        const appointment = await crm.createAppointment(draft, call)
        if (isMoody) throw context.error('unknown_outcome', 'no answer')
        return appointment
      },
    }
  },
} satisfies CrmPlugin<typeof configSchema>
