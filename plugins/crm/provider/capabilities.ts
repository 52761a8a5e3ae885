import type { CrmCapabilities } from '../../../core/contract/index.ts'

/** What a CRM can do whose API does everything, but for what is named here. */
export function everythingBut(own: Pick<CrmCapabilities, 'settleMs'> & Partial<CrmCapabilities>): CrmCapabilities {
  return {
    findClients: true,
    getAppointment: true,
    findByKey: true,
    reschedule: 'timeAndEmployee',
    createClient: true,
    updateClient: true,
    listAppointments: true,
    cancel: true,
    severalServices: true,
    ...own,
  }
}
