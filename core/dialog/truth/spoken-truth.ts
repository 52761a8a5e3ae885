import type { LlmMessage } from '../../contract/index.ts'
import type { TurnContext } from '../turn-context.ts'
import { type CheckWords, checkSpoken } from './check.ts'
import { knownTruth } from './known.ts'
import { type Names, otherNames } from './spoken-people.ts'

function namesOf({ parts, session }: TurnContext): Names {
  const { company } = parts.config
  const { name } = { ...session.client, ...session.draft }
  const others = [...(name === undefined ? [] : [name]), company.name, ...Object.values(company.names ?? {})]
  return { ...parts.namesIn(parts.catalogue.latest(session.locale)), others: otherNames(others) }
}

/** The check of what a brain says after these messages; what is known is read once, when there is something to check. */
export function wordsOf(context: TurnContext, messages: readonly LlmMessage[]): CheckWords {
  const known = async () => ({ truth: await knownTruth(context, messages), names: namesOf(context) })
  let reading: ReturnType<typeof known> | undefined
  return async text => {
    reading ??= known()
    const { truth, names } = await reading
    return checkSpoken(text, truth, names)
  }
}
