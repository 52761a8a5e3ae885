import { testChannel } from '../../../core/testkit/index.ts'
import { webChat } from './browsers.ts'

testChannel(webChat)
