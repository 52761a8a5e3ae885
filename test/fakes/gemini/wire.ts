/** The parts of the Gemini API's wire format that the fake speaks: https://ai.google.dev/api/generate-content */
export interface WirePart {
  text?: string
  thought?: boolean
  thoughtSignature?: string
  functionCall?: { id?: string; name: string; args?: Record<string, unknown> }
  functionResponse?: { id?: string; name: string; response: Record<string, unknown> }
  inlineData?: { mimeType: string; data: string }
}

export interface WireContent {
  role?: 'user' | 'model'
  parts?: WirePart[]
}

export interface WireFunction {
  name: string
  description?: string
  parametersJsonSchema?: Record<string, unknown>
}

export interface WireRequest {
  contents?: WireContent[]
  systemInstruction?: WireContent
  tools?: { functionDeclarations?: WireFunction[] }[]
  generationConfig?: Record<string, unknown>
}

export interface WireUsage {
  promptTokenCount: number
  candidatesTokenCount?: number
  thoughtsTokenCount?: number
  cachedContentTokenCount?: number
  totalTokenCount: number
}

export interface WireResponse {
  candidates?: { content?: WireContent; finishReason?: string; finishMessage?: string; index: number }[]
  promptFeedback?: { blockReason: string }
  usageMetadata?: WireUsage
  modelVersion?: string
  responseId?: string
}

/** An error as the API writes it. */
export function wireError(code: number, status: string, message: string, details?: readonly object[]) {
  return { error: { code, message, status, ...(details && { details }) } }
}
