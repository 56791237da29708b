import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { defaultSettings } from '../src/contract/settings.ts'
import { type AttemptResult, lostResult, neverSent, noEffect } from '../src/domain/attempt-result.ts'
import { cellsOf } from '../src/domain/batch/cells.ts'
import { start } from '../src/domain/batch/lifecycle.ts'
import { reading, write } from '../src/domain/context.ts'
import { beginAttempts } from '../src/domain/invalidations.ts'
import { recoverLost } from '../src/domain/reconcile.ts'
import { type AttemptReport, recordResults } from '../src/domain/record-results.ts'
import { pageOfRows } from '../src/store/batch-rows.ts'
import { type InvalidationRow, markLeaving } from '../src/store/invalidations.ts'
import { brand_id } from './fixtures/desk.ts'
import { openDeskActions } from './fixtures/desk-actions.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

const connectionLost: AttemptResult = { ...lostResult, code: 'CONNECTION_LOST', request_count: 1 }
const unavailable: AttemptResult = { ...neverSent, code: 'RATE_LIMITED' }

describe.each(kinds)('the attempts of a row on %s', (kind) => {
  test('end it after five failures, and not when a process was lost or the platform was unavailable', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using desk = at.desk
    const { context } = desk
    const batch_id = await at.checked(await fixture.file(await fixture.importCards(1)))
    await at.approve(batch_id, 1)
    await start(context, at.as('wang', 'author'), batch_id)
    const connection = context.connections.for(brand_id, undefined)
    const stored = async () => {
      const [row] = await pageOfRows(reading(context), { brand_id, batch_id }, { after: 0, limit: 1 })
      if (row === undefined) throw new Error('there is no row')
      return row
    }
    const begin = async (): Promise<InvalidationRow> => {
      const row = await stored()
      const { consent_id, invalidation_id, line } = row
      const cells = cellsOf(context, row)
      const attempt = { card: { brand_id, ...cells }, connection, consent_id: consent_id ?? '', row: { batch_id, line } }
      const more = { invalid_reason: cells.invalid_reason, requested_by: 'wang', invalidation_id: invalidation_id ?? undefined }
      const { begun } = await write(context, (store) => beginAttempts(context, store, brand_id, defaultSettings, [{ ...attempt, ...more }]))
      const [only] = begun
      if (only === undefined || 'refused' in only) throw new Error('it was not begun')
      return only.invalidation
    }
    const report = (invalidation: InvalidationRow, result: AttemptResult, by: AttemptReport['by']) =>
      write(context, (store) => recordResults(context, store, brand_id, [{ invalidation, result, by }]))
    const after = async () => {
      const { state, code, attempts } = await stored()
      const [{ failures } = {}] = await fixture.database.rows('select failures from invalidations')
      return { state, code, attempts, failures }
    }
    const readBack = async (invalidation: InvalidationRow) => {
      expect((await stored()).state).toBe('unknown')
      await report({ ...invalidation, process_id: null }, noEffect, 'read_back')
    }
    const lose = async (leaves: boolean) => {
      const invalidation = await begin()
      if (leaves) await write(context, (store) => markLeaving(store, [invalidation]))
      await recoverLost({ ...context, process_id: 'another' }, [])
      if (leaves) await readBack(invalidation)
    }

    for (const attempts of [1, 2, 3, 4, 5, 6]) {
      await lose(true)
      expect(await after()).toEqual({ state: 'pending', code: 'NO_EFFECT', attempts, failures: 0 })
    }
    await lose(false)
    expect(await after()).toEqual({ state: 'pending', code: 'NEVER_SENT', attempts: 7, failures: 0 })
    await report(await begin(), unavailable, 'sender')
    expect(await after()).toEqual({ state: 'pending', code: 'RATE_LIMITED', attempts: 8, failures: 0 })
    const fail = async () => {
      const invalidation = await begin()
      await report(invalidation, connectionLost, 'sender')
      await readBack(invalidation)
    }
    for (const failures of [1, 2, 3, 4]) {
      await fail()
      expect(await after()).toEqual({ state: 'pending', code: 'NO_EFFECT', attempts: 8 + failures, failures })
    }
    await lose(true)
    expect(await after()).toEqual({ state: 'pending', code: 'NO_EFFECT', attempts: 13, failures: 4 })
    await fail()
    expect(await after()).toEqual({ state: 'rejected', code: 'NO_EFFECT', attempts: 14, failures: 5 })
  })
})
