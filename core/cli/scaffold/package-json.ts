import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import type { PluginNames } from './plugin-name.ts'

/** What a new package takes over from ours: the versions with which the templates were tested. */
export interface Versions {
  aiadmin: string
  node: string
  typescript: string
  nodeTypes: string
}

/** Reads them from our own package.json, which is published with the program. */
export async function readVersions(): Promise<Versions> {
  const file = findPackageJSON(import.meta.url)
  if (file === undefined) throw new Error('the package.json of aiadmin is not where it should be')
  const { version, engines, devDependencies } = JSON.parse(await readFile(file, 'utf8'))
  return {
    aiadmin: `^${version}`,
    node: engines.node,
    typescript: `^${devDependencies.typescript}`,
    nodeTypes: `^${devDependencies['@types/node']}`,
  }
}

/** The package.json of a new plugin. It depends on nothing of ours when it runs: `aiadmin` brings types and the kit. */
export function packageJson(names: PluginNames, versions: Versions): object {
  return {
    name: names.package,
    version: '0.1.0',
    description: `${names.title} for AI-Admin`,
    keywords: ['aiadmin-plugin', 'aiadmin', names.kind],
    license: 'MIT',
    type: 'module',
    exports: { '.': './dist/index.js', './package.json': './package.json' },
    files: ['dist'],
    engines: { node: versions.node },
    scripts: {
      build: 'tsc --project tsconfig.build.json',
      check: 'tsc',
      test: 'node --test "test/**/*.test.ts"',
      prepack: 'npm run build',
      prepublishOnly: 'npm run check && npm test',
    },
    devDependencies: {
      '@types/node': versions.nodeTypes,
      aiadmin: versions.aiadmin,
      typescript: versions.typescript,
    },
  }
}

/** What an editor and `npm run check` read: sources and tests. */
export const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2024'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['src', 'test'],
}

/** What is published: JavaScript, since Node runs no TypeScript inside of node_modules. */
export const tsconfigBuild = {
  extends: './tsconfig.json',
  compilerOptions: { noEmit: false, rootDir: 'src', outDir: 'dist' },
  include: ['src'],
}
