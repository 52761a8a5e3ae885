import type { AnyPlugin } from './desk-config.ts'
import { optionTable } from './option-table.ts'
import { companySchema } from './schema/company.ts'
import { deskSchema, textsSchema } from './schema/desk.ts'
import { dialogSchema, FACTS, TOOL_NAMES } from './schema/dialog.ts'
import { serverSchema } from './schema/server.ts'
import { TEMPLATE_VALUES } from './template.ts'

const KINDS = [
  {
    kind: 'llm',
    title: 'llm',
    text: 'Who thinks. In the order of the file: when one fails, the next takes the turn over. Left out: the rules brain, which needs no key and no network.',
  },
  {
    kind: 'crm',
    title: 'crm',
    text: 'The book of visits: where services, employees, free times and bookings are. One, and always needed.',
  },
  {
    kind: 'channel',
    title: 'channels',
    text: 'Where clients write. The key of each names the instance and its address `/api/v1/<name>`. Left out: the web chat.',
  },
  {
    kind: 'storage',
    title: 'storage',
    text: '`journal` keeps what must never be lost: conversations, messages, bookings. `sessions` is what several processes share and may lose: counters for limits, news, a cache. Left out: SQLite in the data folder.',
  },
] as const

/** `docs/configuration.md`, made from the same schemas that check the file. */
export function writeReference(plugins: readonly AnyPlugin[]): string {
  const {
    company: _c,
    server: _s,
    llm: _l,
    crm: _m,
    storage: _t,
    channels: _h,
    dialog: _d,
    texts: _x,
    ...scalars
  } = deskSchema.properties
  const sections = [
    PREFACE,
    section('First level', '', { ...deskSchema, properties: scalars }),
    section('company', companySchema.description, companySchema),
    HOURS,
    section('server', serverSchema.description, serverSchema),
    ...KINDS.map(({ kind, title, text }) => {
      const ofKind = plugins.filter(plugin => plugin.kind === kind)
      return [
        `## ${title}`,
        text,
        ...ofKind.flatMap(({ name, description, configSchema }) => [
          `### \`use: ${name}\``,
          ...(description ? [description] : []),
          optionTable(configSchema),
        ]),
      ].join('\n\n')
    }),
    section(
      'dialog',
      `${dialogSchema.description}\n\nTools: ${code(TOOL_NAMES)}. Facts: ${code(FACTS)}, each also with \`not\` before it.`,
      dialogSchema,
    ),
    PROMPTS,
    `## texts\n\n${textsSchema.description}\n\n${TEXTS}`,
  ]
  return `${sections.join('\n\n')}\n`
}

function code(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ')
}

function section(title: string, text: string, schema: object): string {
  return [`## ${title}`, ...(text ? [text] : []), optionTable(schema)].join('\n\n')
}

const PREFACE = `<!-- Made by "npm run schema" from the schemas in config/ and plugins/. Changes by hand are lost. -->

# Configuration

One file, \`aiadmin.yaml\`, describes a desk. \`aiadmin check\` finds everything that is wrong with it at once, with line and
column; \`aiadmin check --print\` shows what takes effect, with the secrets masked. The program never writes to the file.

It is looked for in this order: the path on the command line, the variable \`AIADMIN_CONFIG\`, \`aiadmin.yaml\` in the working
folder. An editor that speaks the YAML language server completes and checks while you type when the first line is

\`\`\`yaml
# yaml-language-server: $schema=./config/aiadmin.schema.json
\`\`\`

## References

| Written | Becomes |
| --- | --- |
| \`"\${NAME}"\` | the variable; not set or empty is an error |
| \`"\${NAME:-default}"\` | the variable, or the default when it is not set or empty; \`"\${NAME:-}"\` is nothing |
| \`"\${file:/run/secrets/name}"\` | the content of the file without its last line break |
| \`"$\${"\` | the characters \`\${\` themselves |

They are replaced in values only, after the YAML was parsed: a password may hold any character. Where a number or \`true\` is
wanted, a reference may bring it. A reference that brings nothing to a setting that may be left out counts as left out.
Variables come from the environment and from \`.env\` beside the file; the environment wins.

## Plugins

\`use\` names a plugin, \`with\` holds its options.

| \`use\` | Means |
| --- | --- |
| \`gemini\` | a built-in, and only that |
| \`npm:aiadmin-crm-example\` | an installed package, looked for from the folder of the file, then from the program |
| \`./crm.ts\` | a file beside \`aiadmin.yaml\`, TypeScript or JavaScript |

Names of instances are small Latin letters, digits and dashes, begin with a letter, and differ across \`channels\`, \`llm\`, \`crm\`
and \`storage\`.`

const HOURS = `### Opening hours

\`\`\`yaml
hours:
  mon-fri: 10:00-20:00
  sat: ["10:00-14:00", "15:00-18:00"]
  sun: closed
  exceptions:
    "2026-12-31": 10:00-16:00
    "2027-01-01..2027-01-08": closed
\`\`\`

Keys are weekdays or ranges of them, values one range, a list of ranges, or \`closed\`. Days that are not named are closed. A
date under \`exceptions\` replaces its weekday. The end may be \`24:00\`; hours after midnight belong to the next day.`

const PROMPTS = `### Prompts

Prompts are [Liquid](https://liquidjs.com/tags/overview.html). They may name:

| Value | Members |
| --- | --- |
${Object.entries(TEMPLATE_VALUES)
  .map(([name, members]) => `| \`${name}\` | ${members.map(member => `\`${name}.${member}\``).join(', ')} |`)
  .join('\n')}`

const TEXTS = `\`\`\`yaml
texts:
  ru:
    ask.name: Как к вам обращаться?
\`\`\`

The keys of a plugin begin with its name. \`aiadmin check --print\` lists every text with its key. A text may use only the values in
{braces} that the original has.`
