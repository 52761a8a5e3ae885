import type { Call, PluginContext, Probe } from '../../../core/contract/index.ts'
import type { Settings } from './options.ts'

/** Asks for the model's description: costs nothing, and tells a wrong key from a wrong model from a dead line. */
export async function probeModel(settings: Settings, context: Pick<PluginContext, 'http'>, call: Call): Promise<Probe> {
  const { apiKey, apiVersion, baseUrl, model } = settings
  const url = `${baseUrl}/${apiVersion}/models/${model}`
  let response: Response
  try {
    response = await context.http(
      url,
      { headers: { 'x-goog-api-key': apiKey } },
      { call, timeoutMs: settings.timeoutMs },
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, summary: `cannot reach ${baseUrl}: ${why}; check the network and baseUrl` }
  }
  const body = await response.text().catch(() => '')
  if (response.ok) return { ok: true, summary: `the model ${model} answers at ${baseUrl}` }
  return { ok: false, summary: refusal(response.status, body, settings) }
}

function refusal(status: number, body: string, { baseUrl, model }: Settings): string {
  if (status === 401 || status === 403 || body.includes('API_KEY_INVALID')) {
    return 'the key is refused; check apiKey at https://aistudio.google.com/apikey'
  }
  if (status === 404) return `the model ${model} is unknown at ${baseUrl}, or not open to this key; check model`
  if (body.includes('FAILED_PRECONDITION')) {
    return `${baseUrl} does not serve this country or this account; baseUrl can name a gateway that does`
  }
  if (status === 429) return 'the key works, but its quota is used up for now'
  return `${baseUrl} answered ${status}; try again later`
}
