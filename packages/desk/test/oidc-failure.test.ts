import { afterAll, describe, expect, test } from 'vitest'
import { openBoth, refusalOf } from './fixtures/oidc.ts'
import type { Conduct } from './fixtures/oidc-provider.ts'
import { closeStaff } from './fixtures/staff.ts'

afterAll(closeStaff)

const claims = { sub: '7', preferred_username: 'lilei' }

describe('a provider that fails', () => {
  const page = { status: 200, body: '<html>', type: 'text/html' }

  test.each<[string, Partial<Conduct>, string, string]>([
    ['no document', { instead: { '/.well-known/openid-configuration': { status: 404, body: '{}' } } }, 'oidc_provider_failed', ': 404'],
    ['a page in place of the document', { instead: { '/.well-known/openid-configuration': page } }, 'oidc_provider_failed', 'content-type'],
    [
      'a document that names no endpoint',
      { document: { authorization_endpoint: undefined } },
      'oidc_provider_failed',
      'authorization_endpoint',
    ],
    ['a broken token endpoint', { instead: { '/token': { status: 500, body: 'lilei' } } }, 'oidc_provider_failed', ': 500'],
    ['tokens that are no JSON', { instead: { '/token': { status: 200, body: '{"lilei' } } }, 'oidc_token_refused', 'parsing'],
    ['a page in place of keys', { instead: { '/keys': page } }, 'oidc_provider_failed', 'content-type'],
    ['an empty list of keys', { instead: { '/keys': { status: 200, body: '{"keys":[]}' } } }, 'oidc_token_refused', 'no applicable keys'],
  ])('%s is told, with a reason in the log', async (_name, conduct, told, reason) => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    expect(await both.refusal({ claims, ...conduct })).toBe(told)
    expect(both.reports).toEqual([expect.stringContaining(reason)])
    expect(JSON.stringify(both.reports)).not.toContain('lilei')
  })

  test.each(['/.well-known/openid-configuration', '/token', '/keys', '/userinfo'])(
    'one that does not answer at %s is given up in time',
    async (path) => {
      await using both = await openBoth('sqlite', { oidc_limit_ms: 1000 })
      const { credentials } = await both.desk.join('lilei')
      const waiting = both.refusal({ claims: { sub: '7' }, silent: [path] })
      await expect(both.desk.staff.openSession(credentials())).resolves.toMatchObject({ actor: { name: 'lilei' } })
      expect(await waiting).toBe('oidc_unavailable')
      expect(both.reports).toEqual(['the provider did not answer in time'])
      expect(await both.refusal({ claims, silent: [] })).toBe('none')
    },
  )

  test('a sheet that does not exist is reported', async () => {
    await using both = await openBoth('sqlite')
    await both.provider[Symbol.asyncDispose]()
    expect(await refusalOf(both.leave())).toBe('oidc_unavailable')
    expect(both.reports).toEqual(['the provider cannot be reached (ECONNREFUSED)'])
  })

  test('a document holds for five minutes, so that whoever asks often does not burden the provider', async () => {
    await using both = await openBoth('sqlite')
    for (let time = 0; time < 5; time++) await both.leave()
    expect(both.provider.asked).toEqual(['/.well-known/openid-configuration'])
  })
})
