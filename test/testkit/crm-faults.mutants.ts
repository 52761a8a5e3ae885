import { faultMutants } from './mutants/crm/faults.ts'
import { registerMutants } from './mutants/crm/register.ts'

registerMutants('misread what a network does to them', faultMutants)
