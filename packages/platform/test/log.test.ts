import { expect, test } from 'vitest'
import { base, createCard, importMember, invalidate } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { mchid } from './fixtures/tenants.ts'

test('each request of the contract is one line: who, what, which request, with what end', async () => {
  await using running = await startTestPlatform()
  const { caller, log } = running
  const { card_id } = await createCard(caller)
  await importMember(caller, card_id)
  const answers = [
    await invalidate(caller, card_id),
    await invalidate(caller, card_id, { openid: 'openid-2' }),
    await caller.call('GET', `${base}/cards`, undefined, { authorization: undefined }),
    await caller.call('GET', '/v3/nothing'),
  ]
  const ids = answers.map(({ headers }) => String(headers['request-id']).replace(/-\d+$/, ''))
  const common = { level: 'info', ms: expect.any(Number), msg: 'answered' }
  expect(log.lines('answered').slice(2)).toEqual([
    { ...common, request_id: ids[0], caller: `partner ${mchid}`, operation: 'invalidateUserCard', status: 200 },
    {
      ...common,
      request_id: ids[1],
      caller: `partner ${mchid}`,
      operation: 'invalidateUserCard',
      status: 404,
      code: 'RESOURCE_NOT_EXISTS',
    },
    // Nobody has proven who they are.
    { ...common, request_id: ids[2], operation: 'listCards', status: 401, code: 'SIGN_ERROR' },
  ])
  const metrics = await caller.send('GET', '/metrics', '', {})
  expect(metrics.text).toContain('\ncard_member_answers_total{operation="invalidateUserCard",status="404",code="RESOURCE_NOT_EXISTS"} 1\n')
  expect(metrics.text).toContain('\ncard_member_commit_jobs_count 4\n')
})
