import type { GenerateContentConfig, GenerateContentParameters } from '@google/genai/web'
import type { LlmRequest } from '../../../core/contract/index.ts'
import { contentsOf } from './contents.ts'
import type { Settings } from './options.ts'

/** The SDK, loaded with the first answer. */
export type Sdk = typeof import('@google/genai/web')

/** What the SDK is asked for one answer. */
export function parametersOf(
  request: LlmRequest,
  {
    sdk,
    settings,
    fetch,
    signatures,
  }: { sdk: Sdk; settings: Settings; fetch: typeof globalThis.fetch; signatures: boolean },
): GenerateContentParameters {
  const config: GenerateContentConfig = {
    systemInstruction: request.system,
    maxOutputTokens: settings.maxOutputTokens,
    httpOptions: { fetch },
    // The SDK would repeat dropped streams by itself; whether there is time for that is not its to know.
    automaticContinuation: false,
  }
  if (settings.temperature !== undefined) config.temperature = settings.temperature
  if (settings.thinking !== 'default') config.thinkingConfig = { thinkingLevel: levels(sdk)[settings.thinking] }
  if (request.tools.length > 0) {
    const functionDeclarations = request.tools.map(({ name, description, parameters }) => ({
      name,
      description,
      parametersJsonSchema: parameters,
    }))
    config.tools = [{ functionDeclarations }]
  }
  return { model: settings.model, contents: contentsOf(request.messages, { signatures }), config }
}

const levels = ({ ThinkingLevel }: Sdk) => ({
  minimal: ThinkingLevel.MINIMAL,
  low: ThinkingLevel.LOW,
  medium: ThinkingLevel.MEDIUM,
  high: ThinkingLevel.HIGH,
})
