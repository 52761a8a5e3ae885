import { readFileSync } from 'node:fs'
import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** A program that some tests start, and that npm does not bring. */
export type Need = 'chromium' | 'redis' | 'postgres'

/** The programs that `npm test` installs where it may; a test that comes to need another one adds it here. */
export const installedNeeds: readonly Need[] = ['chromium', 'postgres', 'redis']

interface Source {
  /** Names to look for, in this order. */
  names: readonly string[]
  /** Where it lies when it is not on the PATH. */
  folders: () => Promise<readonly string[]>
  debianPackage: string
}

const sources: Readonly<Record<Need, Source>> = {
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'Google Chrome'],
    folders: async () => ['/Applications/Google Chrome.app/Contents/MacOS'],
    debianPackage: 'chromium',
  },
  redis: { names: ['redis-server'], folders: async () => [], debianPackage: 'redis-server' },
  postgres: { names: ['postgres'], folders: postgresFolders, debianPackage: 'postgresql' },
}

/** Debian keeps each major version's programs in a folder of its own, none of them on the PATH; the newest comes first. */
async function postgresFolders(): Promise<readonly string[]> {
  const base = '/usr/lib/postgresql'
  const versions = await readdir(base).catch(() => [])
  return versions.sort((a, b) => Number(b) - Number(a)).map(version => join(base, version, 'bin'))
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Whether `npm test` may install: on Debian, as root, and asked by CI or by `AIADMIN_TEST_INSTALL=1`. */
export function mayInstall(env: NodeJS.ProcessEnv): boolean {
  const isAsked = env.CI === 'true' || env.CI === '1' || env.AIADMIN_TEST_INSTALL === '1'
  return isAsked && process.getuid?.() === 0 && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** The Debian package that brings a program. */
export function debianPackage(need: Need): string {
  return sources[need].debianPackage
}

/**
 * Where a program is, or why the tests that need it are skipped. On a machine where `npm test` installs what is missing, a
 * skip fails the run.
 *
 * @example
 * const chromium = await needs('chromium')
 * it('shows the page', { skip: 'skip' in chromium && chromium.skip }, …)
 */
export async function needs(need: Need, path = process.env.PATH ?? ''): Promise<{ path: string } | { skip: string }> {
  const source = sources[need]
  const folders = [...path.split(delimiter), ...(await source.folders())]
  for (const name of source.names) {
    for (const folder of folders) {
      const program = join(folder, name)
      if (folder !== '' && (await isExecutable(program))) return { path: program }
    }
  }
  return { skip: `${need} is not installed; on Debian: apt-get install ${source.debianPackage}` }
}
