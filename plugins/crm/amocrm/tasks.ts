import type { Call } from '../../../core/contract/index.ts'
import type { Desk } from './desk.ts'
import type { Wanted } from './slots.ts'
import { idOf, type Wire } from './wire.ts'

/**
 * Tasks, by which staff see a visit in their calendar. The lead is the truth: a task that can't be written is a line in
 * the log and no failure of the visit.
 */
export interface Tasks {
  add(leadId: string, wanted: Wanted, clientName: string, call: Call): Promise<void>
  move(leadId: string, wanted: Wanted, call: Call): Promise<void>
  close(leadId: string, reason: string | undefined, call: Call): Promise<void>
}

/** Writes tasks of the type that the options name, or none. */
export function createTasks({ context, api }: Desk): Tasks {
  const { config, company, log } = context
  const taskTypeId = config.taskTypeId

  const trying = async (work: () => Promise<unknown>) => {
    if (taskTypeId === 0) return
    await work().catch(failure => log.warn({ err: failure }, 'the task of a visit was not written'))
  }
  const openTasks = async (leadId: string, call: Call): Promise<readonly Wire[]> => {
    const found = await api.list('tasks', 'tasks', call, [
      ['filter[entity_type]', 'leads'],
      ['filter[entity_id][]', leadId],
      ['filter[is_completed]', 0],
    ])
    return found.filter(
      task =>
        idOf(task['entity_id']) === leadId &&
        task['is_completed'] !== true &&
        idOf(task['task_type_id']) === String(taskTypeId),
    )
  }
  const timesOf = ({ start, end }: Wanted) => ({
    complete_till: Math.floor(start / 1_000),
    duration: Math.floor((end - start) / 1_000),
  })
  const ownerOf = ({ employeeId }: Wanted) =>
    config.employeesFrom === 'users' ? { responsible_user_id: Number(employeeId) } : {}

  return {
    add: (leadId, wanted, name, call) =>
      trying(() => {
        const services = wanted.services.map(service => service.name).join(', ')
        const task = {
          text: context.text(company.locale, 'task', { services, name }),
          ...timesOf(wanted),
          ...ownerOf(wanted),
          task_type_id: taskTypeId,
          entity_id: Number(leadId),
          entity_type: 'leads',
        }
        return api.write('POST', 'tasks', [task], call)
      }),
    move: (leadId, wanted, call) =>
      trying(async () => {
        for (const task of await openTasks(leadId, call))
          await api.write('PATCH', `tasks/${idOf(task['id'])}`, { ...timesOf(wanted), ...ownerOf(wanted) }, call)
      }),
    close: (leadId, reason, call) =>
      trying(async () => {
        const text = reason ?? context.text(company.locale, 'taskDone')
        for (const task of await openTasks(leadId, call))
          await api.write('PATCH', `tasks/${idOf(task['id'])}`, { is_completed: true, result: { text } }, call)
      }),
  }
}
