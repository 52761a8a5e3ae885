import { testLlm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/llm/rules/index.ts'

testLlm({ plugin, module: import.meta.resolve('../../../plugins/llm/rules/index.ts'), config: {} })
