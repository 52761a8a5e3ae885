import { registerMutants } from './mutants/crm/register.ts'
import { writingMutants } from './mutants/crm/writing.ts'

registerMutants('miswrite', writingMutants)
