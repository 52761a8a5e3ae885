import type { FastifyInstance } from 'fastify'

/** Every turn is answered by then: whoever is still connected is cut off. */
const CLOSE_WITHIN_MS = 1_000

/** Closes the server, waiting for no silent connection: Node counts one on which nothing was ever asked as busy. */
export async function closeServer(app: FastifyInstance): Promise<void> {
  const impatient = setTimeout(() => app.server.closeAllConnections(), CLOSE_WITHIN_MS)
  await app.close().finally(() => clearTimeout(impatient))
}
