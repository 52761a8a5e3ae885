import { readingMutants } from './mutants/crm/reading.ts'
import { registerMutants } from './mutants/crm/register.ts'

registerMutants('misread', readingMutants)
