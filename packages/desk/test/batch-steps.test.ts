import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { batchStates } from '../src/contract/batch.ts'
import { approve } from '../src/domain/batch/approve.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { driveCheck } from '../src/domain/batch/drive.ts'
import { batchOf, cancel, pause, requestCheck, resume, start } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { rowsOf } from '../src/domain/batch/rows.ts'
import { brand_id, openTestDesk } from './fixtures/desk.ts'

const never = new AbortController().signal

type State = (typeof batchStates)[number]
type Step = 'check' | 'approve' | 'run' | 'pause' | 'resume' | 'cancel'

/** Into which state each step leads from each; `-` where it is refused. A step that changes nothing leads to where it began. */
const table: Readonly<Record<State, Readonly<Record<Step, State | '-'>>>> = {
  preparing: { check: '-', approve: '-', run: '-', pause: '-', resume: '-', cancel: 'cancelled' },
  failed: { check: '-', approve: '-', run: '-', pause: '-', resume: '-', cancel: '-' },
  uploaded: { check: 'checking', approve: '-', run: '-', pause: '-', resume: '-', cancel: 'cancelled' },
  checking: { check: 'checking', approve: '-', run: '-', pause: '-', resume: '-', cancel: 'cancelled' },
  checked: { check: 'checking', approve: 'approved', run: '-', pause: '-', resume: '-', cancel: 'cancelled' },
  approved: { check: 'checking', approve: 'approved', run: 'running', pause: '-', resume: '-', cancel: 'cancelled' },
  running: { check: '-', approve: '-', run: 'running', pause: 'paused', resume: 'running', cancel: 'cancelled' },
  paused: { check: '-', approve: '-', run: '-', pause: 'paused', resume: 'running', cancel: 'cancelled' },
  stopped_by_breaker: { check: '-', approve: '-', run: '-', pause: '-', resume: 'running', cancel: 'cancelled' },
  done: { check: '-', approve: '-', run: '-', pause: '-', resume: '-', cancel: '-' },
  cancelled: { check: '-', approve: '-', run: '-', pause: '-', resume: '-', cancel: 'cancelled' },
}

const steps: readonly Step[] = ['check', 'approve', 'run', 'pause', 'resume', 'cancel']

describe.each(kinds)('the steps of a batch on %s', (kind) => {
  test('lead from each state where they should, change nothing when given again, and are refused with what they expect', async () => {
    await using fixture = await openTestDesk({ kind })
    const { context } = fixture.desk
    const [author, approver] = [fixture.actor('wang', 'author'), fixture.actor('li', 'approver')]
    const { batch } = await prepareBatch(context, author, { brand_id, path: await fixture.file(await fixture.importCards(2)) })
    const { batch_id } = batch
    await driveCheck(fixture.desk, await requestCheck(context, author, batch_id), never)
    const [checked] = await fixture.database.rows('select * from batches')
    const seconds = Math.floor(Date.now() / 1000)
    const hash = String(checked?.plan_sha256)
    const give: Readonly<Record<Step, () => Promise<{ readonly state: string }>>> = {
      check: () => requestCheck(context, author, batch_id),
      approve: () => approve(context, approver, batch_id, { count: 2, plan_sha256: hash }),
      run: () => start(context, author, batch_id),
      pause: () => pause(context, author, batch_id),
      resume: () => resume(context, author, batch_id),
      cancel: () => cancel(context, author, batch_id),
    }
    const place = async (state: State) => {
      const planned =
        state === 'uploaded' || state === 'checking'
          ? ', plan_sha256 = null, plan_count = null, check_time = null'
          : `, plan_sha256 = '${hash}', plan_count = 2, check_time = ${checked?.check_time}`
      const running = ['running', 'paused', 'stopped_by_breaker'].includes(state)
      const begun = `, run_time = null, start_time = ${running ? seconds : 'null'}`
      await fixture.database.rows(`update batches set state = '${state}', stop_kind = null${planned}${begun}`)
      await fixture.database.rows('delete from batch_approvals')
      if (running || state === 'approved')
        await fixture.database.rows(
          `insert into batch_approvals values ('${brand_id}', '${batch_id}', 'li', '${hash}', ${seconds}, '[[],[],0]', 0, null)`,
        )
      await fixture.database.rows("update batch_rows set state = 'pending', preflight = 'can_be_invalidated'")
    }
    const stand = async () => (await describeBatch(context, await batchOf(context, author, batch_id))).state
    for (const state of batchStates)
      for (const step of steps) {
        const take = give[step]
        await place(state)
        const wanted = table[state][step]
        const at = `${step} from ${state}`
        const told = await take().then(
          (after) => after.state,
          (error: unknown) => error,
        )
        if (wanted === '-') {
          expect(told, at).toMatchObject({ kind: 'batch_state', detail: { state, expected: expect.any(Array) } })
          expect(await stand(), at).toBe(state)
          continue
        }
        expect([told, await stand()], at).toEqual([wanted, wanted])
        expect((await take()).state, `${at}, again`).toBe(wanted)
        const events = await fixture.database.rows('select count(*) as count from audit_events')
        await take()
        expect(await fixture.database.rows('select count(*) as count from audit_events'), `${at}, a third time`).toEqual(events)
      }
    // Looking is allowed in every state.
    for (const state of batchStates) {
      await place(state)
      expect(await stand()).toBe(state)
      expect((await rowsOf(context, approver, batch_id, { after: 0, limit: 10 })).total_count).toBe(2)
      // Past the end there is nothing, and the number stays.
      expect(await rowsOf(context, approver, batch_id, { after: 9999, limit: 10 })).toEqual({ data: [], total_count: 2 })
    }
    const stranger = { ...approver, grants: [{ brand_id: '2005', role: 'approver' as const }] }
    await expect(rowsOf(context, stranger, batch_id, { after: 0, limit: 10 })).rejects.toMatchObject({ kind: 'not_permitted' })
  })
})
