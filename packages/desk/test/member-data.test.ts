import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id, type TestCard } from './fixtures/environment.ts'
import { evidenceFiles } from './fixtures/evidence-files.ts'

const invalid_reason = '用户申请退会'
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const notice = { text_zh: '告知 <第一版>', text_en: 'first <notice>', brand_name: '山茶咖啡', brand_contact: '400-800-1234' }
const provider = { provider_name: '云卡科技', provider_contact: '010-6000-1234' }

describe.each(kinds)('what is kept of a member on %s', (kind) => {
  let server: TestDeskServer
  let manager: TestStaff
  let auditor: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    manager = await server.join('zhang', { brand_id, role: 'manager' })
    auditor = await server.join('auditor', { brand_id, role: 'auditor' })
    await server.administrator.browser.call('addNotice', { brand_id, ...notice, ...provider })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
  const record = async (card: TestCard) => {
    const files: string[] = []
    for (const media_type of ['image/png', 'application/pdf'] as const) {
      const body = evidenceFiles[media_type]
      await manager.browser.file('uploadEvidence', { brand_id }, { body })
      files.push(sha256(body))
    }
    const input = {
      ...server.named(card),
      ...times,
      channel: 'store' as const,
      invalid_reason,
      reference: 'form 7',
      evidence_sha256: files,
    }
    return manager.browser.call('recordConsent', { ...input, agreed_by: 'guardian' as const })
  }

  test('a consent is exported with the field names of ISO/IEC TS 27560, and its hash is in the audit log', async () => {
    const [card] = await server.importCards(1, 10)
    if (card === undefined) throw new Error('there is no card')
    const { consent_id, evidence_sha256 } = await record(card)
    const { data } = await auditor.browser.call('listAuditEvents', { brand_id, limit: 1, action: 'consent.record' })
    const exported = await manager.browser.call('exportConsent', { brand_id, consent_id })
    expect(exported).toMatchObject({
      schema_version: 'ISO/IEC TS 27560:2023',
      record_id: consent_id,
      pii_processing: {
        privacy_notice: { version: 1, text: notice.text_zh, text_sha256: sha256(notice.text_zh) },
        language: 'zh-CN',
        purposes: [{ lawful_basis: 'consent', collection_method: 'store', pii_controllers: ['brand'] }],
      },
      events: [
        { event_time: times.agreed_at, event_state: 'given', entity_id: 'guardian' },
        { event_state: 'recorded', entity_id: manager.staff_id },
      ],
      party_identification: [
        { party_role: 'pii_controller', party_name: '山茶咖啡', party_contact: '400-800-1234' },
        { party_role: 'pii_processor', party_name: '云卡科技', party_contact: '010-6000-1234' },
        { party_name: 'WeChat Pay' },
      ],
      card_member: { told_by: 'zhang', expressed: 'signature', proof: 'evidence', evidence_sha256, state: 'recorded' },
    })
    const { card_member } = exported
    const hashed =
      typeof card_member === 'object' && card_member !== null && 'record_sha256' in card_member ? card_member.record_sha256 : ''
    expect(data[0]?.facts).toMatchObject({ consent_id, record_sha256: hashed, evidence_sha256: evidence_sha256.toSorted() })
    for (const secret of Object.values(card)) expect(JSON.stringify(exported)).not.toContain(secret)
    const receipt = await manager.browser.file('consentReceipt', { brand_id, consent_id })
    const html = receipt.bytes.toString()
    expect(receipt.headers.get('content-disposition')).toBe(`attachment; filename="${consent_id}.html"`)
    for (const text of ['告知 &#60;第一版&#62;', 'first &#60;notice&#62;', consent_id, String(hashed), '监护人', '山茶咖啡', '云卡科技'])
      expect(html).toContain(text)
    for (const secret of Object.values(card)) expect(html).not.toContain(secret)
  })

  test('everything of a member is found by the OpenID, and nothing of another', async () => {
    const [card, other] = await server.importCards(2, 20)
    if (card === undefined || other === undefined) throw new Error('there are cards')
    const { consent_id } = await record(card)
    await record(other)
    await manager.browser.call('requestConsent', { ...server.named(card), invalid_reason })
    const lines = [card, other].map(({ user_card_code, openid }) => `${server.card_id},${user_card_code},${openid},退会`)
    const csv = ['card_id,user_card_code,openid,invalid_reason', ...lines, ''].join('\n')
    await writeFile(join(server.folder, 'one.csv'), csv)
    await manager.browser.prepare({ brand_id, file_name: 'one.csv' }, csv)
    const last_four = card.user_card_code.slice(-4)
    const ended = await manager.browser.call('invalidateCard', {
      ...server.named(card),
      consent_id,
      invalid_reason,
      last_four,
      totp: manager.totp(),
    })
    await manager.browser.call('recordWithdrawal', server.named(card))
    const member = { brand_id, openid: card.openid }
    const counts = { consents: 1, consent_requests: 1, withdrawals: 1, invalidations: 1, batch_rows: 1 }
    const found = await manager.browser.call('findMember', member)
    expect(found).toMatchObject(counts)
    const data = await manager.browser.call('exportMember', member)
    const { consents, consent_requests, withdrawals, invalidations, batch_rows, events } = data
    expect({ consents, consent_requests, withdrawals, invalidations, batch_rows }).toMatchObject({
      consents: [{ consent_id, ...card, reference: 'form 7', agreed_at: times.agreed_at, state: 'used' }],
      consent_requests: [{ ...card, state: 'open' }],
      withdrawals: [{ withdrawn_by: manager.staff_id, withdraw_time: expect.stringMatching(/\+08:00$/) }],
      invalidations: [{ invalidation_id: ended.invalidation_id, ...card, state: 'done' }],
      batch_rows: [{ line: 2, ...card, invalid_reason: '退会' }],
    })
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'consent.record',
        'consent.request',
        'invalidation.begin',
        'invalidation.result',
        'consent.withdraw',
        'member.find',
      ]),
    )
    // The export's own event comes after what it holds.
    expect(events).toHaveLength(found.events + 1)
    const text = JSON.stringify(data)
    for (const secret of Object.values(other)) expect(text).not.toContain(secret)
    const page = await manager.browser.file(
      'memberHtml',
      { brand_id },
      { body: JSON.stringify({ openid: card.openid }), headers: { 'content-type': 'application/json' } },
    )
    expect(page.status).toBe(200)
    expect(page.bytes.toString()).toContain(card.openid)
    const { data: logged } = await auditor.browser.call('listAuditEvents', { brand_id, limit: 1, action: 'member.export' })
    expect(logged[0]).toMatchObject({ actor: manager.staff_id, facts: { ...counts, openid_hash: expect.stringMatching(/^[\w-]{20,}$/) } })
    const nobody = { consents: 0, consent_requests: 0, withdrawals: 0, invalidations: 0, batch_rows: 0, events: 0 }
    expect(await manager.browser.call('findMember', { brand_id, openid: 'obLatjNobody' })).toEqual(nobody)
  })

  test('the log tells nothing of anybody', () => expect(server.leaks()).toEqual([]))
})
