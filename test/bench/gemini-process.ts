import { startGeminiFake } from '../fakes/gemini/index.ts'
import { answerOfBench } from './dialog.ts'

// One process of its own, so that the model's work is not counted as the desk's.
const fake = await startGeminiFake({ answer: answerOfBench, record: false })
console.log(`ready ${fake.url} ${fake.apiKey}`)
process.on('SIGTERM', () => void fake.close())
