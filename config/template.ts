import type { Problem } from './finding.ts'
import { problems } from './problems.ts'

/** What a prompt may name in `{{ … }}`; a member that is not there now is empty in a condition. */
export const TEMPLATE_VALUES: Readonly<Record<string, readonly string[]>> = {
  company: ['name', 'phone', 'website', 'about', 'address', 'directions', 'faq'],
  state: [],
  facts: ['service_chosen', 'slot_offered', 'slot_chosen', 'client_known', 'awaiting_consent'],
  now: ['instant', 'date', 'time', 'weekday'],
  calendar: [],
  client: ['name', 'phone_known', 'verified'],
  draft: ['services', 'employee', 'slot', 'moving'],
  pending: ['kind', 'summary'],
  offered: [],
}

/** What is wrong with a prompt: its Liquid, or a value that it names. */
export async function checkTemplate(text: string): Promise<readonly Problem[]> {
  // Only an operator who writes a prompt pays for its parser.
  const { Liquid } = await import('liquidjs')
  const liquid = new Liquid({ strictFilters: true })
  let names: readonly (readonly unknown[])[]
  try {
    names = liquid.globalVariableSegmentsSync(liquid.parse(text))
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return [problems.badTemplate({ reason })]
  }
  return names.flatMap(([root, member]) => {
    const members = Object.hasOwn(TEMPLATE_VALUES, String(root)) ? TEMPLATE_VALUES[String(root)] : undefined
    if (members === undefined) {
      return [problems.unknownTemplateValue({ name: String(root), known: Object.keys(TEMPLATE_VALUES) })]
    }
    // Lists have members of their own (`size`, `first`), and numbers for indexes.
    if (typeof member !== 'string' || members.length === 0 || members.includes(member)) return []
    const known = members.map(name => `${root}.${name}`)
    return [problems.unknownTemplateValue({ name: `${root}.${member}`, known })]
  })
}
