import assert from 'node:assert/strict'
import { type ChannelCheck, needed } from './check.ts'
import { fileOf } from './receive-checks.ts'

/** What no text holds: a file that was taken for one comes out changed. */
const NO_TEXT = Buffer.of(0xff, 0x00, 0x80, 0xfe)

/** What a client sees of the files of the business. */
export const fileChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.files',
    title: 'shows a file of each kind that it declares, whole, once and with its text',
    unless: ({ capabilities: { sends = [] } }) => (sends.length > 0 ? undefined : 'sends: none'),
    async run({ open }) {
      const bench = await open()
      for (const [index, media] of (bench.channel.capabilities.sends ?? []).entries()) {
        const { mimeType, bytes: beginning } = fileOf(media)
        const bytes = Buffer.concat([beginning, NO_TEXT])
        const text = `File number ${index + 1}`
        const before = (await bench.provider.shown(1)).length
        await bench.send({ text, media: { media, mimeType, fileName: `file-${index + 1}`, bytes } })
        const shown = (await bench.provider.shown(1)).slice(before)
        const files = shown.flatMap(message => needed(message.files, 'files of shown messages'))
        assert.equal(
          shown
            .map(message => message.text)
            .filter(line => line !== '')
            .join('\n'),
          text,
        )
        assert.equal(files.length, 1, `${files.length} files were sent`)
        assert.equal(files[0]?.media, media)
        assert.equal(files[0]?.mimeType ?? mimeType, mimeType)
        assert.deepEqual(Buffer.from(files[0]?.bytes ?? []), bytes, 'the file has changed on its way')
      }
    },
  },
]
