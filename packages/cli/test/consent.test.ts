import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'

let desk: CommandDesk
beforeAll(async () => {
  desk = await openCommandDesk({}, 'clerk', 'viewer', 'manager', 'admin')
})
afterAll(() => desk[Symbol.asyncDispose]())

const code = '478500000001'
const openid = 'obLatj00000001'
const usual = { channel: 'sms', 'told-at': '2026-11-01 10:00', 'agreed-at': '2026-11-01T10:05:00+08:00', reason: '用户申请退会' }
const add = (name: string, changes: Record<string, string> = {}, ...more: string[]) => {
  const fields = { brand: brand_id, 'card-id': desk.environment.card_id, code, openid, ...usual, ...changes }
  return desk.run(name, 'consent', 'add', ...Object.entries(fields).flatMap(([option, value]) => [`--${option}`, value]), ...more)
}

describe('card-member consent', () => {
  it('is added with its evidence, listed, and withdrawn, the member masked', async () => {
    const evidence = join(desk.environment.folder, 'letter.pdf')
    await writeFile(evidence, '%PDF-1.7\nyes\n%%EOF\n')
    const added = await add('clerk', { evidence, reference: 'ticket 7' })
    expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^consent-[\w-]+\n$/) })
    expect(added.stderr).not.toContain(openid)
    expect(added.stderr).not.toContain(code)
    const id = added.stdout.trim()
    const list = ['consent', 'list', '--brand', brand_id]
    const { told } = await desk.json('viewer', ...list, '--card-id', desk.environment.card_id, '--code', code, '--state', 'recorded')
    expect(told).toEqual({ data: [expect.objectContaining({ id, consent_id: id, state: 'recorded', code_last4: '0001' })], total_count: 1 })
    expect(told.data[0]).toMatchObject({ told_at: '2026-11-01T10:00:00+08:00', channel: 'sms', reference: 'ticket 7' })
    expect((await desk.run('viewer', ...list)).stdout).toContain(`  ${id}  recorded  ${desk.environment.card_id} …0001  sms  `)
    expect(await desk.run('viewer', 'consent', 'withdraw', id, '--brand', brand_id)).toMatchObject({ code: 1 })
    expect(await desk.json('clerk', 'consent', 'withdraw', id, '--brand', brand_id)).toMatchObject({ told: { id, state: 'withdrawn' } })
  })

  it('is told as one object', async () => {
    const { stdout } = await add('clerk', { code: '478500000002' }, '--json')
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(
      ['agreed_at', 'brand_id', 'card_id', 'card_ref', 'channel', 'code_last4', 'consent_id', 'id', 'invalid_reason']
        .concat(['notice_version', 'record_time', 'recorded_by', 'state', 'told_at', 'told_by', 'language', 'text_sha256'])
        .concat(['expressed', 'agreed_by', 'proof', 'evidence_sha256'])
        .sort(),
    )
  })

  it('is withdrawn by the card and the member too, and its times are refused from then on', async () => {
    const card = ['--card-id', desk.environment.card_id, '--code', '478500000003', '--openid', openid]
    const withdraw = ['consent', 'withdraw', '--brand', brand_id]
    const added = await add('clerk', { code: '478500000003' })
    const { code: ended, told } = await desk.json('clerk', ...withdraw, ...card)
    expect({ ended, told }).toEqual({
      ended: 0,
      told: { withdraw_time: expect.stringMatching(/\+08:00$/), consent_ids: [added.stdout.trim()], invalidation_id: null },
    })
    expect(await add('clerk', { code: '478500000003' })).toEqual({
      code: 1,
      stdout: '',
      stderr: `This member took back their consent for this card: only a consent given after that can be recorded (field: agreed_at; withdraw_time: ${told.withdraw_time})\n`,
    })
    expect((await desk.run('clerk', ...withdraw, ...card)).stdout).toMatch(/^Withdrawn at \S+; open consents that were closed: 0\./)
    for (const wrong of [[], card.slice(2), ['consent-x', ...card]])
      expect(await desk.run('clerk', ...withdraw, ...wrong)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^Name a consent, or the card/),
      })
  })

  it.each([
    { changes: { channel: 'pigeon' }, code: 2, stderr: /^channel / },
    { changes: { 'told-at': 'yesterday' }, code: 2, stderr: /^--told-at must be a time such as/ },
    { changes: { code: '4785 0001' }, code: 2, stderr: /^user_card_code / },
    { changes: { 'told-at': '2026-11-02' }, code: 1, stderr: /^told_at must not be after agreed_at/ },
    { changes: { evidence: 'none.pdf' }, code: 1, stderr: /^none\.pdf does not exist\. Check the path\.$/m },
  ])('is refused with $changes', async ({ changes, code: ends, stderr }) => {
    expect(await add('clerk', changes)).toEqual({ code: ends, stdout: '', stderr: expect.stringMatching(stderr) })
  })

  it('is exported as a record, and as a receipt for the member', async () => {
    const id = (await add('clerk', { code: '478500000004', 'told-by': '客服系统', 'agreed-by': 'guardian' })).stdout.trim()
    const again = await add('clerk', { code: '478500000004' })
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`(consent_id: ${id})`) })
    expect((await add('clerk', { code: '478500000004' }, '--supersede')).code).toBe(0)
    const record = await desk.run('viewer', 'consent', 'export', id, '--brand', brand_id)
    expect(JSON.parse(record.stdout)).toMatchObject({
      record_id: id,
      card_member: { told_by: '客服系统', agreed_by: 'guardian', state: 'superseded' },
    })
    const out = join(desk.environment.folder, 'receipt.html')
    expect(await desk.run('viewer', 'consent', 'export', id, '--brand', brand_id, '--receipt', '--out', out)).toMatchObject({
      code: 0,
      stdout: `${out}\n`,
    })
    expect(await readFile(out, 'utf8')).toContain('会员同意凭证')
  })

  it('is asked of a member by a link, once the notice says who is responsible', async () => {
    const card = [
      '--brand',
      brand_id,
      '--card-id',
      desk.environment.card_id,
      '--code',
      '478500000005',
      '--openid',
      openid,
      '--reason',
      '用户申请退会',
    ]
    const ask = ['consent', 'ask', ...card, '--public-url', 'https://desk.example.com']
    expect(await desk.run('clerk', ...ask)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The notice does not say who is responsible/),
    })
    const notice = join(desk.environment.folder, 'notice.json')
    await writeFile(notice, JSON.stringify({ text_zh: '告知', text_en: 'notice', brand_name: '山茶咖啡', brand_contact: '400-800-1234' }))
    expect(await desk.run('admin', 'consent', 'add-notice', notice, '--brand', brand_id)).toMatchObject({ code: 0, stdout: '1\n' })
    expect((await desk.run('viewer', 'consent', 'notices', '--brand', brand_id)).stdout).toContain('山茶咖啡')
    const asked = await desk.run('clerk', ...ask)
    expect(asked).toMatchObject({ code: 0, stdout: expect.stringMatching(/^https:\/\/desk\.example\.com\/m\/[\w-]{22}\n$/) })
    const { told } = await desk.json('viewer', 'consent', 'requests', '--brand', brand_id, '--state', 'open')
    const [request] = told.data
    expect(request).toMatchObject({ state: 'open', code_last4: '0005' })
    const stop = ['consent', 'stop-request', String(request?.['id']), '--brand', brand_id]
    expect(await desk.json('clerk', ...stop)).toMatchObject({ code: 0, told: { state: 'stopped' } })
    expect(await desk.run('clerk', 'consent', 'requests', '--brand', brand_id, '--state', 'gone')).toMatchObject({ code: 2 })
    expect(await desk.json('viewer', 'member', 'find', '--brand', brand_id, '--openid', openid)).toMatchObject({
      told: { consent_requests: 1 },
    })
    const out = join(desk.environment.folder, 'member.html')
    const exported = ['member', 'export', '--brand', brand_id, '--openid', openid]
    expect(await desk.run('viewer', ...exported)).toMatchObject({ code: 1, stdout: '' })
    expect(await desk.run('manager', ...exported, '--format', 'html', '--out', out)).toMatchObject({ code: 0, stdout: `${out}\n` })
    expect(await readFile(out, 'utf8')).toContain(openid)
    expect(JSON.parse((await desk.run('manager', ...exported)).stdout)).toMatchObject({ openid, consent_requests: [{ state: 'stopped' }] })
    expect(await desk.run('manager', ...exported, '--format', 'pdf')).toMatchObject({ code: 2 })
  })

  it('is for those who may record it', async () => {
    expect(await add('viewer')).toEqual({
      code: 1,
      stdout: '',
      stderr: `You are not permitted to do this for this brand (permission: record_consent; brand_id: ${brand_id})\n`,
    })
  })
})
