import type { PluginContext } from '../../../core/contract/index.ts'

/** That a client's file is too large, before or while it is read. */
export const tooLarge = (error: PluginContext['error'], maxBytes: number) =>
  error('refused', `the file is larger than ${maxBytes} bytes`)

/** The bytes of an answer. What was announced need not be what comes: at `maxBytes` it is read no further. */
export async function readAtMost(
  { body }: Response,
  { maxBytes, error }: { maxBytes: number; error: PluginContext['error'] },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(error, maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
