import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { metricsOf } from '../src/app.ts'
import { defaultSettings } from '../src/contract/settings.ts'
import { noEffect } from '../src/domain/attempt-result.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { write } from '../src/domain/context.ts'
import { beginAttempts } from '../src/domain/invalidations.ts'
import { recoverLost } from '../src/domain/reconcile.ts'
import { recordResults } from '../src/domain/record-results.ts'
import { markLeaving } from '../src/store/invalidations.ts'
import { brand_id, type TestDesk } from './fixtures/desk.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

describe.each(kinds)('an attempt on %s', (kind) => {
  let fixture: TestDesk
  beforeEach(async () => {
    fixture = await desks.lend({ kind })
  })
  afterEach(() => fixture[Symbol.asyncDispose]())

  /** Begins an attempt of this process, as if its process stood still then. */
  async function begun() {
    const { context } = fixture.desk
    const [card] = await fixture.importCards(1)
    if (card === undefined) throw new Error('there is no card')
    const { card_id } = fixture
    const time = Math.floor(Date.now() / 1000)
    const told = { channel: 'sms', told_at: time, agreed_at: time, invalid_reason: '用户申请退会' } as const
    const { consent_id } = await recordConsent(context, fixture.actor('clerk', 'clerk'), { brand_id, card_id, ...card, ...told })
    const attempt = {
      card: { brand_id, card_id, ...card },
      connection: context.connections.for(brand_id, undefined),
      consent_id,
      invalid_reason: told.invalid_reason,
      requested_by: 'clerk',
    }
    const { begun: results } = await write(context, (store) => beginAttempts(context, store, brand_id, defaultSettings, [attempt]))
    const [only] = results
    if (only === undefined || 'refused' in only) throw new Error('it was not begun')
    return only.invalidation
  }
  const stored = async () => {
    const [invalidation] = await fixture.database.rows('select state, code, may_have_left, attempts from invalidations')
    const [consent] = await fixture.database.rows('select state from consents')
    return { ...invalidation, consent: consent?.state }
  }

  test('whose process is gone before it was about to be signed is over, as never sent, and may not be signed any more', async () => {
    const invalidation = await begun()
    await using other = await fixture.another()
    await recoverLost(other.context, [other.context.process_id])
    expect(await stored()).toMatchObject({ state: 'rejected', code: 'NEVER_SENT', consent: 'recorded' })
    const left = await write(fixture.desk.context, (store) => markLeaving(store, [invalidation]))
    expect([...left]).toEqual([])
  })

  test('whose process is gone after that is in doubt, and its consent stays tied', async () => {
    const invalidation = await begun()
    await write(fixture.desk.context, (store) => markLeaving(store, [invalidation]))
    await using other = await fixture.another()
    await recoverLost(other.context, [other.context.process_id])
    expect(await stored()).toMatchObject({ state: 'unknown', code: 'PROCESS_LOST', may_have_left: 1, consent: 'used' })
    expect(await metricsOf(other.context).text()).toContain('\ncard_member_invalidations_unknown 1\n')
  })

  test('that was taken over keeps its state when its own process reports later: the report is an event of its own', async () => {
    const invalidation = await begun()
    const { context } = fixture.desk
    await write(context, (store) => markLeaving(store, [invalidation]))
    await using other = await fixture.another()
    await recoverLost(other.context, [other.context.process_id])
    const { events } = await write(context, (store) =>
      recordResults(context, store, brand_id, [{ invalidation, result: noEffect, by: 'sender' }]),
    )
    expect(events.map(({ action, facts }) => [action, facts.attempt, facts.state, facts.on_record])).toEqual([
      ['invalidation.late_result', 1, 'rejected', 'unknown'],
    ])
    expect(await stored()).toMatchObject({ state: 'unknown', consent: 'used' })
  })

  test('is not ended by a reading that was made of an earlier one', async () => {
    const invalidation = await begun()
    const { context } = fixture.desk
    const old = { ...invalidation, attempts: 0, process_id: null }
    const { events } = await write(context, (store) =>
      recordResults(context, store, brand_id, [{ invalidation: old, result: noEffect, by: 'read_back' }]),
    )
    expect(events).toEqual([])
    expect(await stored()).toMatchObject({ state: 'sending', attempts: 1, consent: 'used' })
  })

  test('is ended by its own process once, and freed then', async () => {
    const invalidation = await begun()
    const { context } = fixture.desk
    const tell = () =>
      write(context, (store) => recordResults(context, store, brand_id, [{ invalidation, result: noEffect, by: 'sender' }]))
    expect((await tell()).events.map(({ action }) => action)).toEqual(['invalidation.result'])
    expect((await tell()).events).toEqual([])
    expect(await stored()).toMatchObject({ state: 'rejected', code: 'NO_EFFECT', consent: 'recorded' })
  })
})
