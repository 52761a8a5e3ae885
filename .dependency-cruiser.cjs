// Who may import whom: section "The house" of docs/architecture.md, as rules.

/** Folders that plugins share; they are no plugins themselves. */
const shared = [
  'plugins/channel/provider',
  'plugins/channel/stored',
  'plugins/crm/calendar',
  'plugins/crm/hours',
  'plugins/crm/provider',
  'plugins/crm/remembered',
  'plugins/crm/yclients-dialect',
  'plugins/storage/keyv-on-sql',
]

const anyShared = `^(${shared.join('|')})/`
const npm = '(^|/)node_modules/'
const contract = '^core/contract/'
const builtin = ['core']
/** Sources of what browsers run. */
const client = '^plugins/channel/web/client/'
const notTypesOnly = { dependencyTypesNot: ['type-only'] }

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Modules that import each other cannot be understood, tested or replaced one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'contract-stands-alone',
      comment: 'The contract knows nothing of the product: it imports only itself and npm packages.',
      severity: 'error',
      from: { path: contract },
      to: { pathNot: [contract, npm], dependencyTypesNot: builtin },
    },
    {
      name: 'contract-is-types',
      comment: 'The contract does not exist at run time: everything that it imports, it imports as types.',
      severity: 'error',
      from: { path: contract },
      to: notTypesOnly,
    },
    {
      name: 'contract-is-imported-as-types',
      comment: 'Use `import type`: the contract does not exist at run time.',
      severity: 'error',
      from: { pathNot: contract },
      to: { path: contract, ...notTypesOnly },
    },
    {
      name: 'plugins-know-only-the-contract',
      comment: 'A built-in plugin has no privileges: of core and config it sees only core/contract/index.ts.',
      severity: 'error',
      from: { path: '^plugins/' },
      to: { path: '^(core|config)/', pathNot: '^core/contract/index\\.ts$' },
    },
    {
      name: 'plugins-do-not-know-each-other',
      comment: 'What two plugins share is a folder of its own, named in `shared` of .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/([^/]+)/' },
      to: { path: '^plugins/', pathNot: ['^plugins/$1/$2/', anyShared] },
    },
    {
      name: 'config-knows-only-the-contract',
      comment: 'config gets the plugin loader handed in; it imports the contract and the arithmetic of hours.',
      severity: 'error',
      from: { path: '^config/' },
      to: { path: '^(core|plugins)/', pathNot: ['^core/contract/index\\.ts$', '^plugins/crm/hours/'] },
    },
    {
      name: 'core-does-not-know-plugins',
      comment: 'core reaches the built-ins only through the list in plugins/index.ts, and the arithmetic of hours.',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^plugins/', pathNot: ['^plugins/index\\.ts$', '^plugins/crm/hours/'] },
    },
    {
      name: 'testkit-is-for-authors',
      comment:
        'The conformance kit of plugin authors stands on the contract, core/plugins, core/journal, core/replicas, fastify and what formats a plugin’s texts.',
      severity: 'error',
      from: { path: '^core/testkit/' },
      to: {
        path: '^(core|config|plugins)/',
        pathNot: [contract, '^core/(testkit|plugins|journal|replicas)/', '^core/dialog/texts\\.ts$'],
      },
    },
    {
      name: 'product-does-not-know-tests',
      comment: 'What is published must not lean on what is not.',
      severity: 'error',
      from: { path: '^(core|config|plugins)/' },
      to: { path: '^(test|\\.ci)/' },
    },
    {
      name: 'client-runs-in-browsers',
      comment: 'What Vite builds for browsers is nothing that the server can import.',
      severity: 'error',
      from: { path: '^(core|config|plugins)/', pathNot: client },
      to: { path: client },
    },
    {
      name: 'client-takes-types-only',
      comment: 'Of the server the client sees only types, and the colors that both calculate alike.',
      severity: 'error',
      from: { path: client },
      to: { path: '^(core|config|plugins)/', pathNot: [client, '^plugins/channel/web/theme\\.ts$'], ...notTypesOnly },
    },
    {
      name: 'product-has-only-its-dependencies',
      comment:
        'Product code imports `dependencies`; a package of `devDependencies` is missing after an install. Vite packs what the client imports.',
      severity: 'error',
      from: { path: '^(core|config|plugins)/', pathNot: client },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '/node_modules/@types/' },
    },
    {
      name: 'everything-resolves',
      comment: 'The import names a file or package that is not there.',
      severity: 'error',
      from: { path: '^(core|config|plugins)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
