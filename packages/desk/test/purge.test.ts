import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { batchOf, cancel } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { reportOf } from '../src/domain/batch/report.ts'
import { sampleRowsOf } from '../src/domain/batch/sample-rows.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { keepEvidence } from '../src/domain/evidence.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
import { addNotice } from '../src/domain/notices.ts'
import { purge } from '../src/domain/purge.ts'
import { withdrawConsent } from '../src/domain/withdrawals.ts'
import { brand_id } from './fixtures/desk.ts'
import { openDeskActions } from './fixtures/desk-actions.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'
import { ShiftedClock } from './fixtures/shifted-clock.ts'
import { setSettings } from './fixtures/two-administrators.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

const day = 86_400

describe.each(kinds)('a purge on %s', (kind) => {
  test('takes members away after their days, records and evidence after years, and the audit log stays whole', async () => {
    await using fixture = await desks.lend({ kind })
    const clock = new ShiftedClock()
    await using desk = await fixture.another({ clock: clock.read })
    const { context } = desk
    const [clerk, admin] = [fixture.actor('cleo', 'clerk'), fixture.actor('root', 'admin')]
    const [card] = await fixture.importCards(1)
    if (card === undefined) throw new Error('there is one card')
    await setSettings(context, brand_id, { member_data_days: 30 })
    const evidence = await keepEvidence(context, clerk, brand_id, Buffer.from('%PDF-1.4\n%%EOF\n'))
    const named = { ...card, brand_id, card_id: fixture.card_id }
    const times = { told_at: clock.seconds - 7200, agreed_at: clock.seconds - 3600 }
    const input = { ...named, ...times, channel: 'store', invalid_reason: '用户申请退会', evidence_sha256: [evidence.sha256] } as const
    const other = await recordConsent(context, clerk, { ...input, openid: 'obLatjAnother' })
    await withdrawConsent(context, clerk, brand_id, other.consent_id)
    const { consent_id } = await recordConsent(context, clerk, input)
    const ended = { ...named, consent_id, invalid_reason: '用户申请退会', last_four: card.user_card_code.slice(-4) }
    expect((await invalidateCard(context, clerk, ended)).state).toBe('done')

    const held = async () => {
      const [row] = await fixture.database.rows(
        `select (select count(member) from consents) as consents, (select count(member) from invalidations) as invalidations,
          (select count(*) from consents) + (select count(*) from invalidations) + (select count(*) from evidence) as kept`,
      )
      return row
    }
    const late = () => ({ ...admin, second_factor_time: clock.seconds })
    clock.advance(29 * day)
    await purge(context, late())
    expect(await held()).toEqual({ consents: 2, invalidations: 1, kept: 4 })
    clock.advance(2 * day)
    expect(await purge(context, late())).toMatchObject([{ brand_id, members: 3, rows: 0, events: 0 }])
    expect(await held()).toEqual({ consents: 0, invalidations: 0, kept: 4 })
    clock.advance(1096 * day)
    const [report] = await purge(context, late())
    expect(report).toMatchObject({ members: 0, rows: 4 })
    expect(report?.events).toBeGreaterThan(5)
    expect(await held()).toEqual({ consents: 0, invalidations: 0, kept: 0 })
    expect((await context.auditLog.verify()).findings).toEqual([])
    await expect(purge(context, clerk)).rejects.toMatchObject({ kind: 'not_permitted' })
  })

  test('takes the rows, the head and the samples of an uploaded file away with the members that they may name', async () => {
    await using fixture = await desks.lend({ kind })
    const clock = new ShiftedClock()
    await using desk = await fixture.another({ clock: clock.read })
    const { context } = desk
    const [author, admin] = [fixture.actor('ann', 'author'), fixture.actor('root', 'admin')]
    await setSettings(context, brand_id, { member_data_days: 30 })
    const path = join(fixture.folder, 'named.csv')
    await writeFile(path, `card_id,user_card_code,openid,invalid_reason,王芳的电话\n${fixture.card_id},478515832665,obLatjOne,退会,138\n`)
    const { batch } = await prepareBatch(context, author, { brand_id, path, connection: 'main' })
    const { batch_id } = batch
    await cancel(context, author, batch_id)
    const shown = async () => {
      const stored = await batchOf(context, author, batch_id)
      const report = await text(await reportOf(context, author, stored, 'report.csv', 'en'))
      return { ignored: (await describeBatch(context, stored)).ignored_columns, report: report.includes('478515832665') }
    }
    const late = () => ({ ...admin, second_factor_time: clock.seconds })
    clock.advance(29 * day)
    await purge(context, late())
    expect(await shown()).toEqual({ ignored: ['王芳的电话'], report: true })
    clock.advance(2 * day)
    await purge(context, late())
    expect(await shown()).toEqual({ ignored: [], report: false })
    expect(await fixture.database.rows('select cells, file_reading from batch_rows join batches using (brand_id, batch_id)')).toEqual([
      { cells: null, file_reading: null },
    ])
  })

  test('takes approvals, samples and steps away with their batch, and requests to members in two steps', async () => {
    await using fixture = await desks.lend({ kind })
    const at = await openDeskActions(fixture)
    await using desk = at.desk
    const { context, clock } = at
    const admin = () => at.as('root', 'admin')
    await setSettings(context, brand_id, { member_data_days: 30 })
    const [card] = await fixture.importCards(1)
    if (card === undefined) throw new Error('there is one card')
    const responsible = { brand_name: '山茶咖啡', brand_contact: '400-800-1234' }
    await addNotice(context, admin(), brand_id, { text_zh: '告知', text_en: 'notice', ...responsible })
    await at.ask(card)
    const batch_id = await at.checked(await fixture.file(await fixture.importCards(1, 1)))
    await sampleRowsOf(context, at.as('li', 'approver'), batch_id)
    await at.approve(batch_id, 1)
    await cancel(context, at.as('wang', 'author'), batch_id)
    const held = async () => {
      const [row] = await fixture.database.rows(
        `select (select count(*) from batch_approvals) as approvals, (select count(*) from batch_samples) as samples,
          (select count(*) from batch_steps) > 0 as steps, (select count(*) from batches) as batches,
          (select count(*) from consent_requests) as requests, (select count(member) from consent_requests) as members`,
      )
      return { ...row, steps: Boolean(row?.steps) }
    }
    const all = { approvals: 1, samples: 1, steps: true, batches: 1, requests: 1, members: 1 }
    // A link is good for 7 days, and the member's data is kept for 30 more.
    clock.advance(36 * day)
    await purge(context, admin())
    expect(await held()).toEqual(all)
    clock.advance(2 * day)
    await purge(context, admin())
    expect(await held()).toEqual({ ...all, members: 0 })
    clock.advance(1057 * day)
    await purge(context, admin())
    expect(await held()).toEqual({ ...all, members: 0 })
    clock.advance(10 * day)
    await purge(context, admin())
    expect(await held()).toEqual({ approvals: 0, samples: 0, steps: false, batches: 0, requests: 0, members: 0 })
    expect((await desk.context.auditLog.verify()).findings).toEqual([])
  })

  test('of many rows counts each once, whatever the slices are, and tells when it begins', async () => {
    await using fixture = await desks.lend({ kind })
    await using desk = await fixture.another({})
    const { context } = desk
    const count = 4500
    const numbers = `with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < ${count})`
    const write = (text: string) => sql.raw(text).execute(context.database.write)
    await write(`insert into invalidations (brand_id, invalidation_id, card_id, card_hash, rehearsal, code_last4, member, consent_id, batch_id, line, connection, caller_kind, caller_id,
        base_url, invalid_reason, state, attempts, failures, request_count, requested_by, consent_recorded_by, start_time, end_time, sign_before, reconcile_after, may_have_left, reads, next_read_time)
      ${numbers} select '${brand_id}', 'call-' || number, 'card', 'key-' || number, 0, '0000', 'x', 'consent-' || number, null, null, 'main', 'merchant', '', '', '',
        'done', 1, 0, 1, 'ann', 'ann', 0, 0, 0, 0, 1, 0, 0 from numbers`)
    await write(`insert into consents (brand_id, consent_id, card_id, card_hash, openid_hash, code_last4, member, notice_version, language, text_sha256,
        channel, told_at, expressed, agreed_by, agreed_at, proof, invalid_reason, state, recorded_by, record_time, used_by)
      ${numbers} select '${brand_id}', 'consent-' || number, 'card', 'key-' || number, 'openid', '0000', 'x', 1, 'zh-CN', '', 'sms', 0, 'reply', 'member', 0, 'statement', '', 'used', 'ann', 0,
        'call-' || number from numbers`)
    const [report] = await purge(context, fixture.actor('root', 'admin'))
    expect(report).toMatchObject({ brand_id, members: 2 * count, rows: 2 * count })
    expect(await fixture.database.rows('select (select count(*) from consents) + (select count(*) from invalidations) as kept')).toEqual([
      { kept: 0 },
    ])
    const told = await context.auditLog.list({ tree: brand_id, limit: 2 })
    expect(told.map(({ action }) => action)).toEqual(['desk.purge', 'desk.purge_begin'])
    expect(told[0]?.facts).toEqual({ members: 2 * count, rows: 2 * count })
  })
})
