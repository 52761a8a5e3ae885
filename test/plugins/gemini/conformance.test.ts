import { testLlm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/llm/gemini/index.ts'
import { sayAsGemini } from '../../fakes/gemini/scenario.ts'

testLlm({
  plugin,
  module: import.meta.resolve('../../../plugins/llm/gemini/index.ts'),
  config: url => ({ apiKey: 'a-made-up-key-of-gemini', baseUrl: url }),
  wire: sayAsGemini,
})
