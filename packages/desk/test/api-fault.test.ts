import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { contract } from '../src/contract/contract.ts'
import { jsonOf, resultOf } from './fixtures/browser.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

describe.each(kinds)('what goes wrong over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let manager: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    const every = ['manager', 'auditor', 'admin'] as const
    manager = await server.join('manager', ...every.map((role) => ({ brand_id: '*', role })))
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const told = async (id: keyof typeof contract, input: object) => {
    const { status, code, detail } = await manager.browser.result(id, input)
    return [status, code, detail?.field, detail?.location]
  }

  test('the error for a malformed input names its field', async () => {
    const param = [400, 'PARAM_ERROR']
    const openid = 'obLatjSomebody'
    expect(await told('listCards', { brand_id: 'a b' })).toEqual([...param, 'brand_id', 'url'])
    expect(await told('findUserCards', { brand_id, text: openid, card_id: 'a b' })).toEqual([...param, '/card_id', 'body'])
    expect(await told('getUserCard', { brand_id, card_ref: 'a b' })).toEqual([...param, 'card_ref', 'url'])
    expect(await told('listBatches', { limit: 101 })).toEqual([...param, 'limit', 'query'])
    expect(await told('listBatches', { limit: 'many' })).toEqual([...param, 'limit', 'query'])
    expect(await told('listBatches', { offset: -1 })).toEqual([...param, 'offset', 'query'])
    expect(await told('listConsents', { brand_id, state: 'lost' })).toEqual([...param, 'state', 'query'])
    expect(await told('listAuditEvents', { brand_id, action: 'a\0' })).toEqual([...param, 'action', 'query'])
    expect(await told('listAuditEvents', { brand_id: '+' })).toEqual([...param, 'brand_id', 'url'])
    expect(await told('getBatch', { batch_id: 'a\0' })).toEqual([...param, 'batch_id', 'url'])
    expect(await told('addNotice', { brand_id, text_zh: '\0', text_en: 'a' })).toEqual([...param, '/text_zh', 'body'])
    expect(await told('addNotice', { brand_id, text_zh: 'a' })).toEqual([...param, '/text_en', 'body'])
    expect(await told('invalidateCard', { brand_id, card_ref: 'c' })).toEqual([...param, '/consent_id', 'body'])
    const answer = await manager.browser.ask('listConsents', { brand_id, card_ref: 'personal value' })
    expect(answer.bytes.toString()).not.toContain('personal')
  })

  test('so is a file that is asked for by a malformed name', async () => {
    const { browser } = manager
    const wrong = async (path: string, method = 'GET') => {
      const { status, code, detail } = resultOf(await browser.send(method, path))
      return [status, code, detail?.field]
    }
    expect(await wrong('/api/batches/%00/report.csv')).toEqual([400, 'PARAM_ERROR', 'batch_id'])
    expect(await wrong('/api/brands/1004/evidence/none')).toEqual([400, 'PARAM_ERROR', 'sha256'])
    expect(await wrong('/api/brands/a%20b/audit.jsonl')).toEqual([400, 'PARAM_ERROR', 'brand_id'])
    expect(await wrong('/api/brands/a+b/evidence', 'POST')).toEqual([400, 'PARAM_ERROR', 'brand_id'])
    expect(await wrong('/api/sample.csv?lang=%zz')).toEqual([400, 'PARAM_ERROR', ''])
  })

  test('a body is JSON, an object, and no larger than it may be', async () => {
    const path = `/api/brands/${brand_id}/consents`
    const send = async (body: string, type = 'application/json') =>
      resultOf(await manager.browser.send('POST', path, { body, headers: { 'content-type': type } }))
    expect(await send('{"a":')).toMatchObject({ status: 400, code: 'PARAM_ERROR', detail: { location: 'body' } })
    expect(await send('[]')).toMatchObject({ status: 400, code: 'PARAM_ERROR', detail: { location: 'body' } })
    expect(await send('{}', 'application/x-www-form-urlencoded')).toMatchObject({ status: 415 })
    expect(await send(JSON.stringify({ a: 'a'.repeat(1024 * 1024) }))).toMatchObject({ status: 413 })
  })

  test('where nothing is, nothing is found', async () => {
    const { browser } = manager
    const ask = async (method: string, path: string) => {
      const { status, bytes } = await browser.send(method, path)
      return [status, bytes.toString()]
    }
    for (const path of ['/api', '/api/nothing', '/api/brands/1004', '/api/batches/x/y', '/v3/brand', '/api/brands//consents', '/..%2f'])
      expect([path, ...(await ask('GET', path))]).toEqual([path, 404, ''])
    expect(await ask('POST', '/api/nothing')).toEqual([404, ''])
    expect(await ask('DELETE', '/api/staff')).toEqual([405, ''])
    expect(await ask('GET', '/healthz')).toEqual([200, '{"status":"ok"}'])
  })

  test('answers speak the language that is asked for', async () => {
    const say = async (language: string) => {
      const answer = await manager.browser.ask('getConsent', { brand_id, consent_id: 'none' }, { 'accept-language': language })
      return [answer.headers.get('content-language'), jsonOf(answer).message]
    }
    expect(await say('en-GB,en;q=0.9')).toEqual(['en', 'There is no such consent'])
    expect(await say('zh-CN')).toEqual(['zh-CN', '没有该同意记录'])
  })

  test('an internal error is answered without details and logged without personal data', async () => {
    const { browser } = manager
    const [card] = await server.importCards(1)
    if (card === undefined) throw new Error('there is no card')
    await breakTables(['consents', 'evidence', 'batches'])
    const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
    const consent = { ...server.named(card), ...times, channel: 'sms', invalid_reason: 'secret reason', reference: 'secret reference' }
    server.secrets.add('secret reason').add('secret reference')
    const answers = [
      await browser.ask('recordConsent', consent),
      await browser.ask('listConsents', { brand_id }),
      await browser.ask('listBatches', {}),
      await browser.file('uploadBatch', { brand_id }, { body: server.csv([card]) }),
      await browser.file('uploadEvidence', { brand_id }, { body: '%PDF-1.7 %%EOF' }),
      await browser.file('reportCsv', { batch_id: 'batch' }),
    ]
    for (const answer of answers) {
      expect([answer.status, Object.keys(jsonOf(answer)), jsonOf(answer).code]).toEqual([500, ['code', 'message'], 'SYSTEM_ERROR'])
      expect(answer.bytes.toString()).not.toMatch(/consents|evidence|batches|sql|table|relation/i)
    }
    const failed = server.log.lines('failed')
    expect(failed.map(({ operation }) => operation)).toEqual([
      'recordConsent',
      'listConsents',
      'listBatches',
      'uploadBatch',
      'uploadEvidence',
      'reportCsv',
    ])
    for (const [index, line] of failed.entries())
      expect(answers[index]?.headers.get('request-id')).toMatch(new RegExp(`^${String(line.request_id)}-\\d+$`))
    expect(server.leaks()).toEqual([])
  })

  /** Takes tables away behind the desk's back. */
  async function breakTables(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const sql = `alter table ${name} rename to ${name}_gone`
      if (kind === 'postgres') await server.database.rows(sql)
      else {
        const database = new DatabaseSync(server.database.url.slice('sqlite:'.length), { timeout: 5000 })
        database.exec(sql)
        database.close()
      }
    }
  }
})
