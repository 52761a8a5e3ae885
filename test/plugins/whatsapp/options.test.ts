import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import plugin from '../../../plugins/channel/whatsapp/index.ts'
import { options } from '../../fakes/whatsapp/index.ts'

const defaults = { templates: {}, messagesPerSecond: 80, burstMs: 1_500, version: 'v26.0', apiUrl: 'https://x.example' }

const check = (more: Partial<Parameters<typeof plugin.check>[0]>) =>
  plugin.check({ ...options, ...defaults, ...more }).map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('the options of whatsapp', () => {
  it('are right as they are documented', () => {
    assert.deepEqual(check({}), [])
    const again = { name: 'write_to_us', languages: ['ru'], parameters: ['company', 'text'] as const }
    assert.deepEqual(check({ templates: { 're-engagement': { ...again, parameters: [...again.parameters] } } }), [])
  })

  it('need a secret that is not empty', () => {
    assert.deepEqual(check({ appSecrets: ['', ''] }), ['appSecrets: no secret is set'])
    assert.deepEqual(check({ appSecrets: ['', 'one'] }), [])
  })

  it('let no re-engagement speak of a visit, in a list or by names', () => {
    for (const parameters of [['company' as const, 'time' as const], { when: 'time' as const }])
      assert.deepEqual(check({ templates: { 're-engagement': { name: 'again', languages: ['ru'], parameters } } }), [
        'templates.re-engagement.parameters: time is a fact of a visit, and this template is sent without one',
      ])
  })
})
