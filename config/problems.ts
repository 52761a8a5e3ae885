import type { Problem } from './finding.ts'
import { companyProblems } from './problems/company.ts'
import { dialogProblems } from './problems/dialog.ts'
import { fileProblems } from './problems/file.ts'
import { pluginProblems } from './problems/plugin.ts'
import { referenceProblems } from './problems/reference.ts'
import { textProblems } from './problems/text.ts'
import { valueProblems } from './problems/value.ts'
import { yamlProblems } from './problems/yaml.ts'

/** Everything that a check of the configuration can say. A code never changes its meaning; a text may be improved. */
export const problems = {
  ...fileProblems,
  ...yamlProblems,
  ...referenceProblems,
  ...valueProblems,
  ...companyProblems,
  ...pluginProblems,
  ...dialogProblems,
  ...textProblems,
} satisfies Record<string, (values: never) => Problem>
