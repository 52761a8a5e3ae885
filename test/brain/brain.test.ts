import { testCorpus } from './corpus.ts'

// All of them take a minute: `npm run test:corpus`, as .ci/run does.
testCorpus(4)
