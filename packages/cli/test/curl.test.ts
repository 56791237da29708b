import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runShell } from './command-fixture.ts'
import { startGateway } from './gateway-fixture.ts'
import { pathOf } from './guide-page.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

let rehearsal: Rehearsal
beforeAll(async () => {
  rehearsal = await rehearse()
})
afterAll(() => rehearsal[Symbol.asyncDispose]())

const runCurl = (env: Readonly<Record<string, string>> = {}) =>
  runShell(`. "${rehearsal.folder}/demo.env"; ${assignments(env)} bash "${pathOf('docs/curl.sh')}"`)

function assignments(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}='${value}'`)
    .join(' ')
}

describe('docs/curl.sh', () => {
  it('creates, imports, queries and invalidates with openssl and curl alone', async () => {
    const { code, stdout, stderr } = await runCurl()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^template {2}p[\w-]{27}\nimported {2}\d+\nstate {5}EFFECTIVE\nstate {5}INVALID\nsince {5}20\S+\+08:00\nrequest {3}[0-9A-F]{22}-0\n$/,
    )
  })

  it('believes no answer that another key signed', async () => {
    const { code, stdout, stderr } = await runCurl({ WECHATPAY_PUBLIC_KEY_FILE: join(rehearsal.folder, 'merchant_pub.pem') })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('the signature of the answer is wrong: nothing in it may be believed\n')
  })

  it('believes no answer that was changed on its way', async () => {
    await using gateway = await startGateway(rehearsal.platform.url, { headers: { 'wechatpay-nonce': 'another' } })
    const { code, stderr } = await runCurl({ BASE_URL: gateway.url })
    expect(code).toBe(1)
    expect(stderr).toContain('the signature of the answer is wrong: nothing in it may be believed\n')
  })

  it('shows a refusal', async () => {
    const { code, stderr } = await runCurl({ APPID: 'wx0000000000000000' })
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'POST /v3/brand/partner/card-member/cards was answered 400: {"code":"INVALID_REQUEST","message":"appid未与品牌绑定"}\n',
    })
  })
})
