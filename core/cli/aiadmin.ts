#!/usr/bin/env node
// The first file that runs. It imports nothing until Node is known to be new enough, and is written so that
// an old Node can parse it: who has one reads a sentence, not a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `aiadmin needs Node 22.19 or newer, this is ${process.version} (${process.execPath}); ` +
      'install Node 24 from https://nodejs.org, or in a clone run "npm ci" and use the npm scripts, which bring Node 24\n',
  )
  process.exitCode = 1
} else {
  // `aiadmin schema | head`: a reader that has seen enough is no error.
  process.stdout.on('error', error => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error
    process.exit()
  })
  const { watchStrays } = await import('./strays.ts')
  watchStrays()
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
  // A handle that a plugin left open must not keep a finished command alive.
  setTimeout(() => process.exit(), 1000).unref()
}
