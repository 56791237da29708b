import type { Card, UserCard } from '@card-member/sdk/contract'
import { afterAll, describe, expect, test } from 'vitest'
import { Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import Pay from 'wechatpay-node-v3'
import { PayRequest } from 'wechatpay-node-v3/dist/lib/pay-request.js'
import { TestClock } from '../../../test/test-clock.ts'
import { base, cardInput, importInput } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { appid, brand_id, mchid, merchantPrivateKey, merchantPublicKey, serial_no } from './fixtures/tenants.ts'

// Both clients are used as they are published, over HTTP. Their own clocks are the machine's.
const phone_number = '13800001234'
const invalid_reason = '用户申请退会'

const running = await startTestPlatform({ clock: new TestClock(new Date().toISOString()) })
afterAll(async () => running[Symbol.asyncDispose]())

describe('wechatpay-axios-plugin', () => {
  /** The plugin verifies every answer of 2xx by itself; `baseURL` is axios' own way to another host. */
  function makeClient(certs = { [running.platform.wechatpay_public_key_id]: running.platform.wechatpay_public_key }) {
    const headers = { 'Wechatpay-Serial': running.platform.wechatpay_public_key_id }
    return new Wechatpay({ mchid, serial: serial_no, privateKey: merchantPrivateKey, certs, baseURL: `${running.platform.url}/`, headers })
  }

  test('creates, imports, reads and invalidates', async () => {
    const family = makeClient().v3?.brand?.partner?.['card-member']
    const created = await family?.cards?.post<object, { data: Card }>(cardInput({ out_request_no: 'axios' }))
    const card_id = created?.data.card_id ?? ''
    expect(created?.data).toMatchObject({ state: 'CARD_EFFECTIVE', card_title: '会员卡' })

    // A code of every kind of sign: the plugin leaves the encoding of paths to its caller.
    const user_card_code = 'A/B?C#D%41+'
    const sealed = Rsa.encrypt(phone_number, running.platform.wechatpay_public_key)
    const body = importInput(card_id, { user_card_code, phone_number: sealed })
    const imported = await family?.['user-cards']?.['import-by-openid']?.post<object, { data: UserCard }>(body)
    expect(imported?.data).toMatchObject({ user_card_code, user_card_state: 'EFFECTIVE' })
    expect(Rsa.decrypt(imported?.data.phone_number ?? '', merchantPrivateKey)).toBe(phone_number)

    const one = family?.['user-cards']?.['{user_card_code}']
    const path = { user_card_code: encodeURIComponent(user_card_code) }
    const read = await one?.get<UserCard>({ ...path, params: { brand_id, card_id, openid: 'openid-1' } })
    expect(read?.data).toMatchObject({ user_card_code, user_card_state: 'EFFECTIVE' })

    const end = { openid: 'openid-1', invalid_reason }
    const ended = await one?.invalidate?.post<object, { data: UserCard }>(end, { ...path, params: { brand_id, card_id } })
    expect(ended?.data).toMatchObject({ user_card_code, user_card_state: 'INVALID', invalid_reason })

    const list = await family?.['user-cards']?.get({ params: { brand_id, openid: 'openid-1', offset: 0, limit: 20 } })
    expect(list?.data).toMatchObject({ total_count: 1, data: [{ user_card_code, user_card_state: 'INVALID' }] })
  })

  test('would not take an answer of another key', async () => {
    const list = { params: { brand_id, offset: 0, limit: 20 } }
    const forged = makeClient({ [running.platform.wechatpay_public_key_id]: merchantPublicKey })
    await expect(forged.v3?.brand?.partner?.['card-member']?.cards?.get(list)).rejects.toMatchObject({
      code: 'EV3_RES_HEADER_SIGNATURE_DIGEST',
    })
  })
})

describe('wechatpay-node-v3', () => {
  const official = 'https://api.mch.weixin.qq.com'

  /** Its own transport (superagent), which it lets its users replace by `createHttp`; here only the host is another one. */
  class Redirected extends PayRequest {
    override post(url: string, params: Record<string, unknown>, headers: Record<string, unknown>) {
      return super.post(url.replace(official, running.platform.url), params, headers)
    }

    override get(url: string, headers: Record<string, unknown>) {
      return super.get(url.replace(official, running.platform.url), headers)
    }
  }

  /** It has no method for this family; this is how each of its own methods is written. */
  class CardMemberPay extends Pay {
    static trust(id: string, key: string): void {
      Pay.certificates = { [id]: key }
    }

    constructor() {
      super({
        appid,
        mchid,
        serial_no,
        publicKey: Buffer.from(merchantPublicKey),
        privateKey: Buffer.from(merchantPrivateKey),
        userAgent: 'wechatpay-node-v3',
      })
      this.createHttp(new Redirected())
    }

    post(path: string, params: object) {
      const url = official + path
      const authorization = this.buildAuthorization('POST', url, params)
      const headers = { 'Content-Type': 'application/json', 'Wechatpay-Serial': running.platform.wechatpay_public_key_id }
      return this.httpService.post(url, params, this.getHeaders(authorization, headers))
    }

    get(path: string) {
      const url = official + path
      return this.httpService.get(url, this.getHeaders(this.buildAuthorization('GET', url)))
    }

    /** What it takes to verify, which its transport does not hand on. */
    async fetch(path: string) {
      const authorization = this.buildAuthorization('GET', path)
      const received = await fetch(running.platform.url + path, { headers: this.getHeaders(authorization) })
      const header = (name: string) => received.headers.get(`wechatpay-${name}`) ?? ''
      return {
        timestamp: header('timestamp'),
        nonce: header('nonce'),
        serial: header('serial'),
        signature: header('signature'),
        body: await received.text(),
      }
    }
  }

  test('creates, imports, reads and invalidates', async () => {
    const pay = new CardMemberPay()
    const created = await pay.post(`${base}/cards`, cardInput({ out_request_no: 'node-v3' }))
    expect(created).toMatchObject({ status: 200, data: { state: 'CARD_EFFECTIVE' } })
    const { card_id }: Card = created.data

    const user_card_code = 'node/v3?'
    const sealed = pay.publicEncrypt(phone_number, Buffer.from(running.platform.wechatpay_public_key))
    const imported = await pay.post(
      `${base}/user-cards/import-by-openid`,
      importInput(card_id, { user_card_code, openid: 'openid-2', phone_number: sealed }),
    )
    expect(imported).toMatchObject({ status: 200, data: { user_card_code, user_card_state: 'EFFECTIVE' } })
    expect(pay.privateDecrypt(imported.data.phone_number)).toBe(phone_number)

    const path = `${base}/user-cards/${encodeURIComponent(user_card_code)}`
    const read = `${path}?brand_id=${brand_id}&card_id=${card_id}&openid=openid-2`
    expect(await pay.get(read)).toMatchObject({ status: 200, data: { user_card_state: 'EFFECTIVE' } })

    const ended = await pay.post(`${path}/invalidate?brand_id=${brand_id}&card_id=${card_id}`, { openid: 'openid-2', invalid_reason })
    expect(ended).toMatchObject({ status: 200, data: { user_card_state: 'INVALID', invalid_reason } })
    const refused = await pay.post(`${path}/invalidate?brand_id=${brand_id}&card_id=${card_id}`, { openid: 'openid-3' })
    expect(refused).toMatchObject({ status: 404, error: '{"code":"RESOURCE_NOT_EXISTS","message":"用户会员卡不存在"}' })
  })

  test('verifies our answers with its own helper, and finds a changed one', async () => {
    CardMemberPay.trust(running.platform.wechatpay_public_key_id, running.platform.wechatpay_public_key)
    const pay = new CardMemberPay()
    const received = await pay.fetch(`${base}/cards?brand_id=${brand_id}&offset=0&limit=20`)
    expect(await pay.verifySign(received)).toBe(true)
    expect(await pay.verifySign({ ...received, body: `${received.body} ` })).toBe(false)
  })
})
