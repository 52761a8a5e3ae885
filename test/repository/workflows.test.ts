import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '.github/workflows')

interface Workflow {
  permissions?: Record<string, string>
  jobs: Record<string, { uses?: string; 'timeout-minutes'?: number; steps?: { uses?: string; run?: string }[] }>
}

/** GitHub's own parser: unknown keys, wrong types, expressions that do not parse, contexts that are not there. */
async function findings(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  if (value !== undefined) await convertWorkflowTemplate(context, value)
  return context.errors.getErrors().map(error => error.message)
}

/** Ours, and the one that authors of plugins get. */
const files = [
  ...readdirSync(folder).map(name => join(folder, name)),
  join(root, 'core/cli/templates/package/workflow.yml'),
]

for (const file of files) {
  const name = relative(root, file)
  const content = readFileSync(file, 'utf8')
  const workflow: Workflow = parse(content)

  describe(`the workflow ${name}`, () => {
    it('is understood by GitHub', async () => {
      assert.deepEqual(await findings(name, content), [])
    })

    it('may only read unless a job asks for more, and pins what it uses', () => {
      assert.deepEqual(workflow.permissions, { contents: 'read' })
      for (const [id, job] of Object.entries(workflow.jobs)) {
        const used = [job.uses, ...(job.steps ?? []).map(step => step.uses)].filter(uses => uses !== undefined)
        for (const uses of used) assert.match(uses, /^\.\/|^[\w-]+\/[\w-]+@v\d+$/, `${id} uses ${uses}`)
        assert.ok(job.uses !== undefined || job['timeout-minutes'] !== undefined, `${id} could hang for hours`)
      }
    })
  })
}

describe('a workflow with a mistake', () => {
  it('is refused', async () => {
    const content = readFileSync(join(folder, 'ci.yml'), 'utf8')
    assert.notDeepEqual(await findings('ci.yml', content.replace('timeout-minutes:', 'timeout-minuts:')), [])
    assert.notDeepEqual(await findings('ci.yml', content.replace('github.ref }}', 'githb.ref }}')), [])
  })
})
