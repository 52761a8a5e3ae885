import type { Run } from './io.ts'

/** One verb: what `--help` says of it, and its module, imported when it is used. */
export interface Verb {
  summary: string
  /** What follows `aiadmin <verb>`. */
  usage: string
  options?: readonly (readonly [option: string, meaning: string])[]
  load(): Promise<Run>
}

const FILE = ['file', 'the configuration; else AIADMIN_CONFIG, else aiadmin.yaml in this folder'] as const

/** Every verb of the command line, in the order of `--help`. */
export const verbs: Readonly<Record<string, Verb>> = {
  start: {
    summary: 'start the desk',
    usage: '[file] [--example-if-missing]',
    options: [FILE, ['--example-if-missing', 'without a configuration run the demo salon']],
    load: async () => (await import('./start.ts')).runStart,
  },
  init: {
    summary: 'ask a few questions and write a first aiadmin.yaml',
    usage: '[file] [--name=… --locale=ru|en --timezone=… --currency=… --phone=… --address=… --brain=rules|gemini]',
    options: [
      ['file', 'where to write; aiadmin.yaml in this folder when left out'],
      ['--name', 'the name of the business; with it nothing is asked'],
      ['--locale', 'ru or en'],
      ['--timezone', 'for example Europe/Moscow'],
      ['--currency', 'for example RUB'],
      ['--phone', 'the phone that clients may call; may be left out'],
      ['--address', 'where the business is; may be left out'],
      ['--brain', 'rules (no key, no network) or gemini'],
    ],
    load: async () => (await import('./init.ts')).runInit,
  },
  check: {
    summary: 'find everything that is wrong with the configuration',
    usage: '[file] [--print] [--json]',
    options: [
      FILE,
      ['--print', 'show the configuration as it takes effect, secrets masked'],
      ['--json', 'findings as JSON'],
    ],
    load: async () => (await import('./check.ts')).runCheck,
  },
  doctor: {
    summary: 'ask every configured service whether it can be reached',
    usage: '[file]',
    options: [FILE],
    load: async () => (await import('./doctor.ts')).runDoctor,
  },
  db: {
    summary: 'show how the database is, or bring its tables up to date',
    usage: 'status | migrate [file]',
    options: [
      ['status', 'store, schema, what is pending, sizes, clock; exit code 1 when something is to be done'],
      ['migrate', 'apply what is pending, as a start does'],
      FILE,
    ],
    load: async () => (await import('./db.ts')).runDb,
  },
  chat: {
    summary: 'talk to the desk in this terminal',
    usage: '[file]',
    options: [FILE],
    load: async () => (await import('./chat.ts')).runChat,
  },
  setup: {
    summary: "register the desk's webhooks with the providers",
    usage: '[file]',
    options: [FILE],
    load: async () => (await import('./setup.ts')).runSetup,
  },
  outbox: {
    summary: 'show the messages that did not arrive, and send them again',
    usage: '[list] [file] | show <id> [file] | resend <id>|--all-dead [--yes] [file]',
    options: [
      ['list', 'what did not arrive, may not have arrived, or has waited for more than a minute'],
      ['show', 'one message, with its words'],
      ['resend', 'queue one again, or with --all-dead every dead one; a running desk sends them at once'],
      ['--yes', 'also one that may have arrived already: the client may then get it twice'],
      FILE,
    ],
    load: async () => (await import('./outbox.ts')).runOutbox,
  },
  visits: {
    summary: 'show who comes today and tomorrow, or on other days',
    usage: '[file] [--day=2026-11-25] [--days=7] [--all] [--json]',
    options: [
      FILE,
      ['--day', 'the first day, in the time zone of the company; today when left out'],
      ['--days', 'how many days, at most 62; left out: today and tomorrow, or the one --day'],
      ['--all', 'also what was cancelled'],
      ['--json', 'the visits as JSON'],
    ],
    load: async () => (await import('./visits.ts')).runVisits,
  },
  bookings: {
    summary: 'list, show and resolve bookings of which nobody knows what became',
    usage: '[list] [--all] [file] | show <id> [file] | resolve <id> --booked [--crm-id=…]|--not-booked [file]',
    options: [
      ['list', 'what is open: first what needs a person; with --all also what is settled'],
      ['show <id>', 'everything about one: attempts, look-ups, what the CRM said'],
      ['resolve <id>', 'what you found out in the CRM; the client is told'],
      ['--booked', 'it took place, also a move or a cancellation; --crm-id names the visit in the CRM'],
      ['--not-booked', 'it did not take place'],
      FILE,
    ],
    load: async () => (await import('./bookings.ts')).runBookings,
  },
  plugins: {
    summary: 'list the plugins, or write a new one',
    usage: 'list [file] [--json] | new <kind> <name>',
    options: [
      ['list', 'the built-ins, and the packages and files that the configuration names: version, what each can do'],
      ['--json', 'the list as JSON'],
      ['new', 'a package with a plugin that works, and its tests; kind: channel, llm, storage or crm'],
      ['', 'written to a new folder aiadmin-<kind>-<name> where the command is called, with npm run too'],
    ],
    load: async () => (await import('./plugins.ts')).runPlugins,
  },
  export: {
    summary: 'write everything to a file for another database, or what is kept of one client',
    usage: '[file] --all --out=desk.jsonl.gz [--with-secrets] | --phone=+79161234567 [--out=client.json]',
    options: [
      FILE,
      ['--all', 'conversations, bookings, the own calendar: for `aiadmin import`, while the desk is stopped'],
      ['--with-secrets', 'also what plugins keep sealed; the same AIADMIN_SECRET reads it'],
      ['--phone', 'of the client who asks what is kept of them'],
      ['--out', 'the file to write'],
    ],
    load: async () => (await import('./export.ts')).runExport,
  },
  import: {
    summary: 'read what `aiadmin export --all` wrote into an empty database',
    usage: '[file] --from=desk.jsonl.gz',
    options: [FILE, ['--from', 'the file that was exported']],
    load: async () => (await import('./import.ts')).runImport,
  },
  backup: {
    summary: 'copy the SQLite database, also while the desk runs',
    usage: '[file] --out=backup.sqlite',
    options: [FILE, ['--out', 'the file to write']],
    load: async () => (await import('./backup.ts')).runBackup,
  },
  erase: {
    summary: 'erase everything that the desk keeps of one client',
    usage: '[file] --phone=+79161234567 [--conversation=<id>]… [--yes]',
    options: [
      FILE,
      ['--phone', "the client's"],
      ['--conversation', 'only this one of those that were found; may be repeated'],
      ['--yes', 'erase; without it only what was found is told'],
    ],
    load: async () => (await import('./erase.ts')).runErase,
  },
  schema: {
    summary: 'print the JSON Schema of aiadmin.yaml, for editors',
    usage: '[--docs] [--out=file]',
    options: [
      ['--docs', 'the reference of all settings as Markdown instead'],
      ['--out', 'write to this file instead of printing'],
    ],
    load: async () => (await import('./schema.ts')).runSchema,
  },
}
