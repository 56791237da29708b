import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { jsonOf, resultOf } from './fixtures/browser.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'
import { evidenceFiles } from './fixtures/evidence-files.ts'
import { newestEvents } from './fixtures/newest-events.ts'

const told_at = '2026-11-01T10:00:00+08:00'
const agreed_at = '2026-11-02T10:00:00+08:00'

describe.each(kinds)('evidence over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let clerk: TestStaff
  let auditor: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    auditor = await server.join('auditor', { brand_id, role: 'auditor' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('evidence comes back as it was sent, for whoever may see what is personal', async () => {
    const [card] = await server.importCards(1, 130)
    if (card === undefined) throw new Error('there are no cards')
    for (const [media_type, body] of Object.entries(evidenceFiles)) {
      const sha256 = createHash('sha256').update(body).digest('hex')
      const kept = await clerk.browser.file('uploadEvidence', { brand_id }, { body })
      expect([kept.status, jsonOf(kept)]).toEqual([200, { sha256, media_type, size: body.length }])
      const shown = await clerk.browser.file('getEvidence', { brand_id, sha256 })
      expect(shown.bytes.equals(body)).toBe(true)
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        'content-type': media_type,
        'content-disposition': `attachment; filename="${sha256}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      const wanted = { ...server.named(card), channel: 'mail' as const, told_at, agreed_at, invalid_reason: '退会' }
      expect(await clerk.browser.call('recordConsent', { ...wanted, evidence_sha256: [sha256], supersede: true })).toMatchObject({
        evidence_sha256: [sha256],
        proof: 'evidence',
      })
      const [stored] = await server.database.rows(`select content from evidence where sha256 = '${sha256}'`)
      expect(Buffer.from(String(stored?.content)).includes(body.subarray(0, 16))).toBe(false)
      expect(await newestEvents(auditor, 3)).toEqual([
        { actor: clerk.staff_id, action: 'evidence.keep', facts: { sha256, media_type, size: body.length } },
        { actor: clerk.staff_id, action: 'evidence.reveal', facts: { sha256 } },
        expect.objectContaining({ action: 'consent.record', facts: expect.objectContaining({ evidence_sha256: [sha256] }) }),
      ])
    }
    const none = await clerk.browser.file('getEvidence', { brand_id, sha256: '0'.repeat(64) })
    expect(resultOf(none)).toEqual({ status: 404, code: 'EVIDENCE_UNKNOWN', detail: { field: 'sha256' } })
  })

  test('a file that is no evidence is not kept', async () => {
    const count = async () => (await server.database.rows('select count(*) as count from evidence'))[0]?.count
    const before = await count()
    const keep = async (body: Buffer | undefined) => resultOf(await clerk.browser.file('uploadEvidence', { brand_id }, { body }))
    const wrong = { status: 400, code: 'EVIDENCE_KIND' }
    const pdf = evidenceFiles['application/pdf']
    expect(await keep(undefined)).toEqual(wrong)
    expect(await keep(Buffer.from('GIF89a'))).toEqual(wrong)
    expect(await keep(Buffer.from('<html><script>alert(1)</script>%PDF-1.4 %%EOF'))).toEqual(wrong)
    expect(await keep(pdf.subarray(0, -8))).toEqual(wrong)
    const large = { status: 413, code: 'EVIDENCE_LARGE' }
    const most = 10 * 1024 * 1024
    const sized = (size: number) => Buffer.concat([pdf, randomBytes(size - 2 * pdf.length), pdf])
    expect(await keep(sized(most + 1))).toEqual(large)
    expect(await keep(sized(3 * most))).toEqual(large)
    expect(await count()).toBe(before)
    expect(await keep(sized(most))).toEqual({ status: 200 })
  })

  test('a client that keeps sending a refused body gets the error and is disconnected', async () => {
    const headers = { cookie: clerk.browser.cookie ?? '' }
    const sending = request(`${server.desk.url}/api/brands/${brand_id}/evidence`, { method: 'POST', headers })
    const answered = once(sending, 'response')
    const cut = new Promise<void>((resolve) => sending.once('close', resolve))
    sending.on('error', () => undefined)
    const piece = Buffer.alloc(1024 * 1024)
    const more = (): void => void (sending.destroyed || sending.write(piece, () => setImmediate(more)))
    more()
    const [answer] = await answered
    expect(answer.statusCode).toBe(413)
    answer.on('error', () => undefined).resume()
    await cut
  })

  test('the log contains no personal data', () => expect(server.leaks()).toEqual([]))
})
