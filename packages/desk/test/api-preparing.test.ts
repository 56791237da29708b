import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

const head = 'card_id,user_card_code,openid,invalid_reason\n'

describe.each(kinds)('a file that is read in the background on %s', (kind) => {
  let server: TestDeskServer
  let author: TestStaff
  let viewer: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    author = await server.join('author', { brand_id, role: 'author' })
    viewer = await server.join('viewer', { brand_id, role: 'viewer' }, { brand_id, role: 'auditor' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const lines = (count: number, first: number) =>
    Array.from({ length: count }, (_, index) => {
      const number = String(first + index).padStart(8, '0')
      return `${server.card_id},4785${number},obLatj${number},退会\n`
    }).join('')
  const upload = async (body: string, fields: Readonly<Record<string, string>> = {}) => {
    const answer = await author.browser.file('uploadBatch', { brand_id, ...fields }, { body })
    return { status: answer.status, view: JSON.parse(answer.bytes.toString()) }
  }
  const stored = async (batch_id: string) =>
    Number((await server.database.rows(`select count(*) as count from batch_rows where batch_id = '${batch_id}'`))[0]?.count)
  const events = async (batch_id: string) =>
    (await viewer.browser.call('listAuditEvents', { brand_id, limit: 100 })).data.flatMap(({ action, facts }) =>
      facts.batch_id === batch_id ? [action] : [],
    )

  test('is answered 202 as soon as its bytes have arrived and its head is right, and tells how much has been read', async () => {
    const body = head + lines(1_200, 0)
    const { status, view } = await upload(body, { file_name: 'large.csv' })
    expect(status).toBe(202)
    expect(view).toMatchObject({
      state: 'preparing',
      bytes_read: 0,
      row_count: 0,
      file_bytes: Buffer.byteLength(body),
      file_name: 'large.csv',
    })
    const { batch_id } = view
    await expect.poll(async () => (await viewer.browser.call('getBatch', { batch_id })).state).toBe('uploaded')
    expect(await viewer.browser.call('getBatch', { batch_id })).toMatchObject({
      bytes_read: Buffer.byteLength(body),
      row_count: 1_200,
      counts: { pending: 1_200 },
    })
    await author.browser.call('cancelBatch', { batch_id })
  })

  test('fails when it is damaged after many rows: the batch says why, and no row is left', async () => {
    const failed = await author.browser.prepare({ brand_id }, `${head}${lines(700, 2_000)}"open\n`)
    expect(failed).toMatchObject({
      state: 'failed',
      failure: { code: 'QUOTE_DAMAGED', line: 702, message: { en: expect.stringMatching(/^A quotation mark near this line/) } },
      row_count: 0,
      end_time: expect.any(String),
    })
    await expect.poll(() => stored(failed.batch_id)).toBe(0)
    expect(await author.browser.call('getBatch', { batch_id: failed.batch_id })).toMatchObject({ counts: { pending: 0, rejected: 0 } })
    expect(await events(failed.batch_id)).toEqual(['batch.prepare_failed'])
    for (const id of ['checkBatch', 'runBatch', 'cancelBatch'] as const)
      expect(await author.browser.result(id, { batch_id: failed.batch_id })).toMatchObject({ status: 409, code: 'BATCH_STATE' })
    // The same file may be tried again.
    expect((await upload(`${head}${lines(700, 2_000)}"open\n`)).status).toBe(202)
  })

  test('can be cancelled while it is read, by its author alone, and no row is left', async () => {
    const { view } = await upload(head + lines(20_000, 10_000))
    const { batch_id } = view
    expect(await viewer.browser.result('cancelBatch', { batch_id })).toMatchObject({ status: 403, code: 'NOT_PERMITTED' })
    expect(await author.browser.call('cancelBatch', { batch_id })).toMatchObject({ state: 'cancelled', row_count: 0 })
    // Rows that were under way when it was cancelled are written and removed.
    await expect
      .poll(() => author.browser.call('getBatch', { batch_id }))
      .toMatchObject({ state: 'cancelled', counts: { pending: 0, rejected: 0 } })
    await expect.poll(() => stored(batch_id)).toBe(0)
    expect(await events(batch_id)).toEqual(['batch.cancel'])
  })

  test('fails when the process that read it has died, for whoever looks next', async () => {
    const batch_id = 'batch-of-a-dead-process'
    const [model] = await server.database.rows("select * from batches where state = 'cancelled' limit 1")
    const columns = Object.keys(model ?? {}).filter(
      (column) => column !== 'batch_id' && column !== 'state' && column !== 'process_id' && column !== 'file_reading',
    )
    const copy = `insert into batches (batch_id, state, process_id, ${columns}) select '${batch_id}', 'preparing', 'gone', ${columns} from batches where batch_id = '${model?.batch_id}'`
    // On SQLite the desk may write for longer than another connection waits.
    await expect.poll(() => server.database.rows(copy).then(() => 'written', String)).toBe('written')
    await expect.poll(async () => (await viewer.browser.call('getBatch', { batch_id })).state, { timeout: 5_000 }).toBe('failed')
    expect(await viewer.browser.call('getBatch', { batch_id })).toMatchObject({ failure: { code: 'PREPARING_INTERRUPTED' } })
    expect(await viewer.browser.call('verifyAuditLog', { brand_id })).toMatchObject({ ok: true, findings: [] })
  })
})
