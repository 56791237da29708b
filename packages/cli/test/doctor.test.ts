import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from './command-fixture.ts'
import { startGateway } from './gateway-fixture.ts'
import { runHere } from './in-process.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

interface Found {
  readonly check: string
  readonly level: string
  readonly code?: string
  readonly page?: string
  readonly words: Readonly<Record<'en' | 'zh-CN', string>>
}

let rehearsal: Rehearsal
beforeAll(async () => {
  rehearsal = await rehearse()
})
afterAll(() => rehearsal[Symbol.asyncDispose]())

async function examine(...args: string[]) {
  const { code, stdout, stderr } = await runHere(['doctor', '--credential', rehearsal.credential, '--json', ...args])
  expect(stderr).toBe('')
  const { ok, findings }: { ok: boolean; findings: Found[] } = JSON.parse(stdout)
  expect(ok).toBe(code === 0)
  return { code, findings, wrong: findings.filter(({ level }) => level === 'failure') }
}

/** Writes a changed copy of the credential file beside it. */
function changed(change: Readonly<Record<string, string | undefined>>): string {
  const path = join(rehearsal.folder, `changed-${Object.keys(change).join('-')}.json`)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(rehearsal.credential, 'utf8')), ...change }))
  return path
}

describe('card-member doctor with a good credential', () => {
  it('finds every field and the way to the platform in order', async () => {
    const { code, findings } = await examine('--brand', '1004')
    expect(code).toBe(0)
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual([
      'mchid ok',
      'serial_no ok',
      'wechatpay_public_key_id ok',
      'private_key_file ok',
      'wechatpay_public_key_file ok',
      'apiv3_key_file ok',
      'mode ok',
      'connection ok',
      'clock ok',
      'signature ok',
      'answer ok',
      'permission ok',
    ])
    const mode = findings.find(({ check }) => check === 'mode')
    expect(mode?.words.en).toBe(`public-key mode, ${rehearsal.platform.wechatpay_public_key_id}`)
  })

  it('says that the permission was not checked when no brand is named', async () => {
    const { code, findings } = await examine()
    expect(code).toBe(0)
    expect(findings.at(-1)).toMatchObject({ check: 'permission', level: 'warning' })
  })

  it('prints for people, what is wrong in both languages and with its page', async () => {
    const { code, stdout } = await run(['doctor', '--credential', rehearsal.credential, '--brand', '2005'])
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(-5)).toEqual([
      '[FAIL] permission: may not act for brand 2005 (商户暂无权限使用此功能). The brand has to authorise this mchid for member cards.',
      '       无权代表品牌 2005（商户暂无权限使用此功能）。需由品牌为该商户号授权会员能力。',
      '       https://pay.weixin.qq.com/doc/v3/partner/4015274639',
      '1 to mend.',
      '',
    ])
  })
})

describe('card-member doctor names what is wrong with a field', () => {
  it.each([
    { change: { mchid: '19' }, wrong: ['mchid MCHID_MALFORMED'] },
    { change: { serial_no: 'PUB_KEY_ID_1' }, wrong: ['serial_no SERIAL_IS_WECHATPAY'] },
    { change: { private_key_file: 'merchant_pub.pem' }, wrong: ['private_key_file KEY_IS_PUBLIC'] },
    { change: { private_key_file: 'gone.pem' }, wrong: ['private_key_file FILE_MISSING'] },
    { change: { wechatpay_public_key_file: 'merchant_pub.pem' }, wrong: ['credential WECHATPAY_KEY_IS_MERCHANT_KEY'] },
    { change: { apiv3_key_file: 'merchant_pub.pem' }, wrong: ['apiv3_key_file SECRET_LINES'] },
    { change: { base_url: 'http://example.com' }, wrong: ['credential BASE_URL_INSECURE'] },
    {
      change: { mchid: 'x', serial_no: '12', wechatpay_public_key_id: '7' },
      wrong: ['mchid MCHID_MALFORMED', 'serial_no SERIAL_MALFORMED', 'wechatpay_public_key_id WECHATPAY_ID_MALFORMED'],
    },
  ])('$wrong', async ({ change, wrong }) => {
    const found = await examine('--credential', changed(change))
    expect(found.code).toBe(1)
    expect(found.wrong.map(({ check, code }) => `${check} ${code}`)).toEqual(wrong)
  })

  it('a file that is not there, one that is not JSON', async () => {
    const text = join(rehearsal.folder, 'text.json')
    writeFileSync(text, 'mchid: 1')
    const [missing, noJson] = [await examine('--credential', 'missing.json'), await examine('--credential', text)]
    expect(missing.wrong).toMatchObject([{ check: 'credential', code: 'FILE_MISSING' }])
    expect(noJson.wrong).toMatchObject([{ check: 'credential', code: 'CREDENTIAL_MALFORMED' }])
  })
})

describe('card-member doctor names what is wrong on the way', () => {
  it('nothing listens', async () => {
    const { code, wrong } = await examine('--base-url', 'http://127.0.0.1:9')
    expect(code).toBe(1)
    expect(wrong).toMatchObject([{ check: 'connection', words: { en: expect.stringContaining('cannot be reached') } }])
  })

  it('a serial that the platform does not know', async () => {
    const { wrong } = await examine('--credential', changed({ serial_no: 'A'.repeat(40) }))
    expect(wrong).toMatchObject([{ check: 'signature', code: 'SIGN_ERROR' }])
  })

  it('an answer signed by a key that the credential does not know', async () => {
    const { wrong } = await examine('--credential', changed({ wechatpay_public_key_id: 'PUB_KEY_ID_1' }))
    expect(wrong).toMatchObject([{ check: 'answer', code: 'SIGNATURE_SERIAL_UNKNOWN' }])
  })

  it('a clock that is off', async () => {
    const headers = { date: new Date(Date.now() - 3_600_000).toUTCString() }
    await using gateway = await startGateway(rehearsal.platform.url, { headers })
    const { wrong } = await examine('--base-url', gateway.url, '--brand', '1004')
    expect(wrong).toMatchObject([{ check: 'clock', page: 'https://pay.weixin.qq.com/doc/v3/partner/4012081726' }])
    expect(wrong[0]?.words.en).toMatch(/^36\d\d s away/)
  })

  it('an answer changed on its way', async () => {
    const headers = { 'wechatpay-nonce': 'another' }
    await using gateway = await startGateway(rehearsal.platform.url, { headers })
    const { wrong } = await examine('--base-url', gateway.url, '--brand', '1004')
    expect(wrong).toMatchObject([{ check: 'answer', code: 'SIGNATURE_WRONG' }])
  })

  it('a gateway that answers in place of the API', async () => {
    await using gateway = await startGateway(rehearsal.platform.url, { answer: { status: 502, body: '<html>' } })
    const { wrong } = await examine('--base-url', gateway.url)
    expect(wrong).toMatchObject([{ check: 'connection', code: 'GATEWAY_ERROR' }])
  })

  it.each([429, 500])('an answer %i in place of the read: what could not be checked is not good', async (status) => {
    const body = JSON.stringify({ code: 'SYSTEM_ERROR', message: '系统异常' })
    await using gateway = await startGateway(rehearsal.platform.url, { answer: { status, body } })
    const { code, findings } = await examine('--base-url', gateway.url, '--brand', '1004')
    expect(code).toBe(1)
    expect(findings.at(-1)).toMatchObject({ check: 'signature', level: 'failure' })
  })
})
