import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPromise } from 'yauzl'
import { kinds } from '../../../test/database-fixture.ts'
import type { BatchView } from '../src/contract/batch-view.ts'
import { Folder } from './fixtures/batch-files.ts'
import { type FileName, jsonOf, resultOf } from './fixtures/browser.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

describe.each(kinds)('a batch over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let author: TestStaff
  let approver: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    author = await server.join('author', { brand_id, role: 'author' })
    approver = await server.join('approver', { brand_id, role: 'approver' }, { brand_id, role: 'auditor' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const upload = (body: string | Uint8Array, fields: Readonly<Record<string, string>> = {}) =>
    author.browser.file('uploadBatch', { brand_id, ...fields }, { body })
  const uploaded = (body: string | Uint8Array, fields: Readonly<Record<string, string>> = {}) =>
    author.browser.prepare({ brand_id, ...fields }, body)
  const until = async (batch_id: string, is: (batch: BatchView) => boolean): Promise<BatchView> => {
    for (;;) {
      const batch = await author.browser.call('getBatch', { batch_id })
      if (is(batch)) return batch
      await wait(50)
    }
  }
  const download = (name: FileName, batch_id: string, fields: Readonly<Record<string, string>> = {}) =>
    author.browser.file(name, { batch_id, ...fields })

  test('goes from its file to its reports: checked in the background, approved by another, its canary first', async () => {
    const cards = await server.importCards(14)
    const csv = server.csv([...cards, { user_card_code: '478599999999', openid: 'obLatjNobodyOfAll' }])
    const wrong = `${server.card_id},4.78516E+11,obLatj99999999,退会,sms,2026-11-01 10:00,2026-11-02 10:00,\n`
    const batch = await uploaded(`${csv}${wrong}`, { file_name: '退会\n名单.csv', connection: 'main', notice_version: '0' })
    const { batch_id } = batch
    expect(batch).toMatchObject({
      id: batch_id,
      brand_id,
      connection: 'main',
      state: 'uploaded',
      author: author.staff_id,
      file_name: '退会名单.csv',
      row_count: 16,
      faulty_count: 1,
      counts: { pending: 15, rejected: 1 },
      calls_left: { read: 15, invalidate: 0 },
      ignored_columns: [],
    })
    const faulty = await author.browser.call('listBatchRows', { batch_id, faulty: true })
    expect(faulty.data).toEqual([
      {
        line: 17,
        card_id: '',
        code_last4: expect.any(String),
        state: 'rejected',
        code: 'ROW_FAULT',
        faults: [
          {
            column: 'user_card_code',
            fault: 'scientific_notation',
            text: '4.78516E+11',
            message: { 'zh-CN': expect.stringMatching(/科学计数/), en: expect.stringMatching(/^Excel has changed this long number/) },
          },
        ],
        attempts: 0,
        request_count: 0,
      },
    ])
    expect(await author.browser.result('runBatch', { batch_id })).toMatchObject({ status: 409, code: 'BATCH_STATE' })
    expect(await author.browser.call('checkBatch', { batch_id })).toMatchObject({ batch_id, state: 'checking' })
    const checked = await until(batch_id, ({ state }) => state === 'checked')
    expect(checked).toMatchObject({ plan_count: 14, preflight: { can_be_invalidated: 14, not_found: 1 } })
    expect(checked).toMatchObject({ per_second: 300, calls_left: { read: 14, invalidate: 14 }, seconds_left: 1 })
    const { plan_sha256 = '' } = checked
    const plan = { batch_id, count: 14, plan_sha256 }
    const told = async (change: object) => (await approver.browser.result('approveBatch', { ...plan, ...change })).code
    expect(await told({ count: 15 })).toBe('COUNT_WRONG')
    expect(await told({ plan_sha256: '0'.repeat(64) })).toBe('PLAN_CHANGED')
    expect(await told({ plan_sha256: undefined })).toBe('PARAM_ERROR')
    expect(await told({ totp: '000000' })).toBe('SECOND_FACTOR_WRONG')
    await server.advance(301)
    expect(await told({})).toBe('SECOND_FACTOR_NEEDED')
    expect((await approver.browser.result('approveBatch', { ...plan, totp: approver.totp() })).code).toBe('ROWS_UNSEEN')
    expect((await approver.browser.call('sampleBatchRows', { batch_id })).data).toHaveLength(Math.min(10, plan.count))
    expect(await approver.browser.call('approveBatch', plan)).toMatchObject({
      state: 'approved',
      approvals: [{ staff_id: approver.staff_id, rows_shown: true }],
    })
    expect(await author.browser.call('runBatch', { batch_id })).toMatchObject({ state: 'running', run_by: author.staff_id })
    const canary = await until(batch_id, ({ state }) => state !== 'running')
    expect(canary).toMatchObject({
      state: 'paused',
      stop_kind: 'canary',
      counts: { done: 10, pending: 4 },
      calls_left: { read: 4, invalidate: 4 },
    })
    await author.browser.call('resumeBatch', { batch_id })
    const done = await until(batch_id, ({ state }) => state !== 'running')
    expect(done).toMatchObject({ state: 'done', counts: { done: 14, pending: 0, not_found: 1, rejected: 1 } })
    expect(done.calls_left).toEqual({ read: 0, invalidate: 0 })
    // A batch that has ended is shown the same at any time.
    expect([done.seconds_left, done.expected_end]).toEqual([undefined, undefined])
    const rows = await author.browser.call('listBatchRows', { batch_id, state: 'done', limit: 3, after: 2 })
    expect(rows.total_count).toBe(14)
    expect(await author.browser.call('listBatchRows', { batch_id, planned: true, limit: 1 })).toMatchObject({ total_count: 14 })
    expect(rows.data.map(({ line, state, request_count, attempts }) => [line, state, request_count, attempts])).toEqual([
      [3, 'done', 1, 1],
      [4, 'done', 1, 1],
      [5, 'done', 1, 1],
    ])
    const invalidations = await author.browser.call('listInvalidations', { brand_id, batch_id, state: 'done', limit: 100 })
    expect(invalidations.total_count).toBe(14)
    expect((await author.browser.call('listBatches', {})).data).toEqual([done])

    const report = await download('reportCsv', batch_id, { lang: 'en' })
    expect(Object.fromEntries(report.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${batch_id}-report.csv"`,
      'cache-control': 'no-store',
    })
    const lines = report.bytes.toString().trim().split(/\r?\n/)
    expect(lines.length).toBe(17)
    expect(lines[0]).toMatch(
      /card_id,user_card_code,openid,.*,line,outcome,outcome_code,code,message,warning,invalid_time,request_id,invalidation_id,file,file_notes$/,
    )
    expect(lines[1]).toContain(`${cards[0]?.user_card_code},${cards[0]?.openid},用户申请退会`)
    expect((await download('reportCsv', batch_id)).bytes.toString()).toContain('处理结果')
    expect((await download('reportXlsx', batch_id)).bytes.subarray(0, 2).toString()).toBe('PK')
    const failed = (await download('failedCsv', batch_id)).bytes.toString()
    expect(failed.trim().split(/\r?\n/).length).toBe(3)
    expect(failed).toContain('478599999999')
    using folder = new Folder()
    const zip = await openPromise(folder.write('pack.zip', (await download('evidenceZip', batch_id)).bytes))
    const names: string[] = []
    for await (const event of zip.eachEntry()) names.push(event.fileName)
    expect(names).toEqual(['report.csv', 'consents.csv', 'evidence.html', 'manifest.json'])
    const { data } = await approver.browser.call('listAuditEvents', { brand_id, action: 'batch.export' })
    expect(data.map(({ actor, facts }) => [actor, facts.file])).toEqual(
      ['evidence.zip', 'failed.csv', 'report.xlsx', 'report.csv', 'report.csv'].map((file) => [author.staff_id, file]),
    )
  })

  test('the sample is taken as it is, and the same file again only with a reason', async () => {
    const sample = (await author.browser.file('sample', { lang: 'en' })).bytes
    expect(sample.equals((await author.browser.file('sample', {})).bytes)).toBe(false)
    const { batch_id, faulty_count, row_count } = await uploaded(sample)
    expect([row_count, faulty_count]).toEqual([2, 0])
    const again = { status: 409, code: 'BATCH_FILE_AGAIN', detail: { batch_id } }
    expect(resultOf(await upload(sample))).toEqual(again)
    expect(resultOf(await upload(sample, { force_reason: '  ' }))).toEqual(again)
    const forced = await uploaded(sample, { force_reason: 'the first was for another day' })
    expect(forced).toMatchObject({ row_count: 2, faulty_count: 2 })
    const rows = await author.browser.call('listBatchRows', { batch_id: forced.batch_id, faulty: true })
    expect(rows.data.map(({ code }) => code)).toEqual(['IN_OPEN_BATCH', 'IN_OPEN_BATCH'])
    const { data } = await approver.browser.call('listAuditEvents', { brand_id, action: 'batch.prepare', limit: 1 })
    expect(data[0]?.facts).toMatchObject({ batch_id: forced.batch_id, forced_reason: 'the first was for another day' })
    for (const each of [batch_id, forced.batch_id])
      expect(await author.browser.call('cancelBatch', { batch_id: each })).toMatchObject({ state: 'cancelled' })
    expect((await uploaded(sample)).faulty_count).toBe(0)
  })

  test('a batch can be paused and resumed, and its author cannot approve it', async () => {
    const manager = await server.join('manager', { brand_id, role: 'manager' })
    const cards = await server.importCards(3, 500)
    const { batch_id } = await manager.browser.prepare({ brand_id }, server.csv(cards))
    await manager.browser.call('checkBatch', { batch_id })
    const { plan_sha256 = '' } = await until(batch_id, ({ state }) => state === 'checked')
    const plan = { batch_id, count: 3, plan_sha256 }
    expect(await manager.browser.result('approveBatch', { ...plan, totp: manager.totp() })).toEqual({
      status: 403,
      code: 'APPROVER_IS_AUTHOR',
    })
    const hour = (shift: number) => new Date(server.clock.read() + (8 + shift) * 3_600_000).toISOString().slice(11, 16)
    const closed = { from: hour(0.9), to: hour(2) }
    await server.set({ allowed_hours: closed, canary_rows: 0 })
    await approver.browser.call('sampleBatchRows', { batch_id })
    await approver.browser.call('approveBatch', { ...plan, totp: approver.totp() })
    expect(await manager.browser.call('runBatch', { batch_id })).toMatchObject({
      state: 'running',
      waits_until: expect.any(String),
    })
    expect(await manager.browser.call('pauseBatch', { batch_id })).toMatchObject({ state: 'paused', stop_kind: 'staff' })
    await server.advance(3300)
    await manager.browser.call('resumeBatch', { batch_id })
    expect(await until(batch_id, ({ state }) => state !== 'running')).toMatchObject({ state: 'done', counts: { done: 3 } })
  })

  test('batches are listed by state, author and days, and rows by what was found and from any place', async () => {
    const listed = async (filter: object) => (await author.browser.call('listBatches', { ...filter })).data.map(({ batch_id }) => batch_id)
    const all = (await author.browser.call('listBatches', { limit: 100 })).data
    const of = (fits: (batch: BatchView) => boolean) => all.flatMap((batch) => (fits(batch) ? [batch.batch_id] : []))
    expect(await listed({ state: 'done' })).toEqual(of(({ state }) => state === 'done'))
    expect(await listed({ author: author.staff_id })).toEqual(of((batch) => batch.author === author.staff_id))
    expect(await listed({ author: approver.staff_id })).toEqual([])
    const day = (shift: number) => new Date(server.clock.read() + (8 + 24 * shift) * 3_600_000).toISOString().slice(0, 10)
    expect(await listed({ from_day: day(-1), to_day: day(0) })).toEqual(of(() => true))
    expect(await listed({ to_day: day(-2) })).toEqual([])
    expect(await listed({ from_day: day(1) })).toEqual([])
    expect(await author.browser.result('listBatches', { from_day: '2026-02-30' })).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
    const [batch_id = ''] = of(({ row_count }) => row_count === 16)
    const rows = await author.browser.call('listBatchRows', { batch_id, preflight: 'can_be_invalidated', offset: 12 })
    expect([rows.total_count, rows.data.map(({ line }) => line)]).toEqual([14, [14, 15]])
    expect((await author.browser.call('listBatchRows', { batch_id, preflight: 'not_found' })).data.map(({ state }) => state)).toEqual([
      'not_found',
    ])
    const faults = (await author.browser.file('faultsCsv', { batch_id, lang: 'en' })).bytes.toString().split('\r\n')
    expect(faults).toEqual([
      '\uFEFFLine,Column,Text,Kind,What is wrong',
      expect.stringMatching(/^17,user_card_code,4\.78516E\+11,fault,"?Excel has changed this long number/),
      '',
    ])
    const page = await author.browser.file('evidenceHtml', { batch_id })
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  })

  test('an upload that is no batch is refused, and nothing of it is kept', async () => {
    const count = async () => (await server.database.rows('select count(*) as count from batch_rows'))[0]?.count
    const before = [await count(), (await author.browser.call('listBatches', {})).total_count]
    const told = async (body: string, fields?: Readonly<Record<string, string>>) => {
      const answer = await upload(body, fields)
      return [answer.status, jsonOf(answer).code]
    }
    const good = server.csv(await server.importCards(1, 900))
    expect(await told('')).toEqual([400, 'EMPTY_FILE'])
    expect(await told('%PDF-1.7\n')).toEqual([400, 'NOT_A_TABLE'])
    expect(await told('a,b\n1,2\n')).toEqual([400, 'HEADER_MISSING_COLUMN'])
    expect(await told(good, { connection: 'other' })).toEqual([404, 'CONNECTION_UNKNOWN'])
    expect(await told(good, { notice_version: '7' })).toEqual([404, 'NOTICE_UNKNOWN'])
    expect(await told(good, { notice_version: 'one' })).toEqual([400, 'PARAM_ERROR'])
    expect(await told(good, { force_reason: 'x'.repeat(201) })).toEqual([400, 'PARAM_ERROR'])
    expect(await told(good, { force_reason: '\0' })).toEqual([400, 'PARAM_ERROR'])
    expect([await count(), (await author.browser.call('listBatches', {})).total_count]).toEqual(before)
    const unknown = { status: 404, code: 'BATCH_UNKNOWN' }
    for (const id of ['getBatch', 'listBatchRows', 'checkBatch', 'runBatch', 'pauseBatch', 'resumeBatch', 'cancelBatch'] as const)
      expect(await author.browser.result(id, { batch_id: 'none' })).toEqual(unknown)
    expect(resultOf(await download('reportCsv', 'none'))).toEqual(unknown)
  })

  test('the audit log verifies, and the log contains no personal data', async () => {
    expect(await approver.browser.call('verifyAuditLog', { brand_id })).toMatchObject({ ok: true, findings: [] })
    expect(server.leaks()).toEqual([])
  })
})
