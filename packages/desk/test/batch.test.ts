import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { approve } from '../src/domain/batch/approve.ts'
import { checkRows } from '../src/domain/batch/check.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { batchOf, requestCheck, resume, start } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { runRows } from '../src/domain/batch/run.ts'
import { brand_id, openTestDesk } from './fixtures/desk.ts'

const never = new AbortController().signal

describe.each(kinds)('a batch on %s', (kind) => {
  test('is prepared, checked, approved by another person, and run: canary first', async () => {
    await using fixture = await openTestDesk({ kind })
    const { desk } = fixture
    const { context } = desk
    const [author, approver] = [fixture.actor('ann', 'author'), fixture.actor('bob', 'approver')]
    const cards = await fixture.importCards(30)
    const path = await fixture.file([...cards, { user_card_code: '478599999999', openid: 'nobody' }])
    const { batch } = await prepareBatch(context, author, { brand_id, path })
    expect(batch).toMatchObject({ state: 'uploaded', row_count: 31, faulty_count: 0 })
    const { batch_id } = batch
    await checkRows(context, await requestCheck(context, author, batch_id), desk.processes, never)
    const checked = await describeBatch(context, await batchOf(context, author, batch_id))
    expect(checked).toMatchObject({ state: 'checked', plan_count: 30, preflight: { can_be_invalidated: 30, not_found: 1 } })
    await expect(approve(context, author, batch_id, { count: 30 })).rejects.toMatchObject({ kind: 'not_permitted' })
    await expect(approve(context, approver, batch_id, { count: 31 })).rejects.toMatchObject({ kind: 'count_wrong' })
    await approve(context, approver, batch_id, { count: 30 })
    const running = await start(context, author, batch_id)
    await runRows(context, running, desk.processes, never)
    const canary = await describeBatch(context, await batchOf(context, author, batch_id))
    expect(canary).toMatchObject({ state: 'paused', stop_kind: 'canary', counts: { done: 10, pending: 20 } })
    await runRows(context, await resume(context, author, batch_id), desk.processes, never)
    const done = await describeBatch(context, await batchOf(context, author, batch_id))
    expect(done).toMatchObject({ state: 'done', counts: { done: 30, pending: 0, not_found: 1 } })
    const states = new Set<string>()
    for (const { user_card_code, openid } of cards)
      states.add((await fixture.api.userCards.get(user_card_code, { brand_id, card_id: fixture.card_id, openid })).user_card_state)
    expect([...states]).toEqual(['INVALID'])
    expect((await context.auditLog.verify()).ok).toBe(true)
  })
})
