// `npm run test:live -- <crm> --i-own-this-account`: the story of the conformance kit on a real account, with one visit.
import { parseArgs } from 'node:util'
import { systemClock } from '../../core/clock.ts'
import { createPluginLoader } from '../../core/plugins/load.ts'
import { openContext } from '../../core/testkit/context.ts'
import { instantIn } from '../../core/testkit/crm/zone.ts'
import { kitCompany } from '../../core/testkit/subject.ts'
import { createTrace } from '../../core/testkit/trace.ts'
import { builtIns } from '../../plugins/index.ts'
import { optionsOf, readOptions } from './options.ts'
import { MARK, runLiveStory } from './story.ts'

const USAGE = 64

async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'i-own-this-account': { type: 'boolean', default: false } },
  })
  const [use] = positionals
  if (use === undefined || positionals.length > 1) {
    return refuse(`name one CRM: npm run test:live -- <${Object.keys(builtIns.crm).join('|')}|npm:package|./file.ts>`)
  }
  const folder = process.cwd()
  const loaded = await createPluginLoader({ builtIns, appFolder: folder }).load({ use, kind: 'crm', folder })
  if ('problem' in loaded) return refuse(loaded.problem.message)
  const { plugin } = loaded
  const phone = env['AIADMIN_LIVE_PHONE'] ?? ''
  const missing = [
    ...optionsOf(plugin).filter(({ isRequired, variable }) => isRequired && !env[variable]),
    ...(/^\+\d{7,15}$/.test(phone) ? [] : [{ variable: 'AIADMIN_LIVE_PHONE (yours, as +4915112345678)' }]),
  ]
  if (missing.length > 0) return refuse(`set ${missing.map(({ variable }) => variable).join(', ')}`)
  if (!values['i-own-this-account']) {
    return refuse(
      `this books a visit "${MARK}" in a real account of ${plugin.name}, at least 60 days ahead, and cancels it again. If the account is yours, add --i-own-this-account`,
    )
  }

  const timezone = env['AIADMIN_LIVE_TIMEZONE'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const opened = await openContext<'crm'>({
    examined: loaded,
    config: readOptions(plugin, env),
    company: { ...kitCompany, timezone },
    clock: systemClock,
    trace: createTrace(),
    instance: 'crm',
  })
  try {
    const crm = plugin.create(opened.context)
    await crm.start?.()
    await runLiveStory({
      crm,
      phone,
      now: systemClock.now,
      instant: ms => instantIn(timezone, ms),
      say: line => console.log(`  ${line}`),
    })
    console.log(`${plugin.name} keeps its promises on this account; nothing is left in it but a cancelled visit`)
    return 0
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    await opened.close()
  }
}

function refuse(why: string): number {
  console.error(why)
  return USAGE
}

process.exitCode = await main(process.argv.slice(2), process.env)
