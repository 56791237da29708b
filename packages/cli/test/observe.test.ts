import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { CardMember } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHere } from './in-process.ts'
import { bareUpstream, observing, sendBare, upstreamOf } from './observe-fixture.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

let rehearsal: Rehearsal
beforeAll(async () => {
  rehearsal = await rehearse()
})
afterAll(() => rehearsal[Symbol.asyncDispose]())

const invalidatePath = '/v3/brand/partner/card-member/user-cards/478515832665/invalidate?brand_id=1004&card_id=pbLatjk2Dh'
const answerHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Language': 'zh-CN',
  'Cache-Control': 'no-cache, must-revalidate',
  'X-Content-Type-Options': 'nosniff',
  'Request-ID': '08F78BB5AF0610D30218EFDE7D20E1B5-0',
  'Wechatpay-Timestamp': '1785400000',
  'Wechatpay-Nonce': 'n',
  'Wechatpay-Signature': 's',
  'Wechatpay-Serial': 'PUB_KEY_ID_1',
  'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
}
const invalidated = {
  user_card_code: '478515832665',
  card_id: 'pbLatjk2Dh',
  openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA',
  brand_id: '1004',
  card_type: 'NORMAL',
  valid_date_information: { type: 'PERMANENT' },
  pickup_time: '2026-01-31T08:00:00+08:00',
  user_card_state: 'INVALID',
  invalid_reason: '用户申请退会',
  invalid_time: '2026-01-31T08:00:00+08:00',
  create_time: '2026-01-31T08:00:00+08:00',
  modify_time: '2026-01-31T08:00:00+08:00',
}
const invalidation = JSON.stringify({ openid: invalidated.openid, invalid_reason: invalidated.invalid_reason })

/** Answers each call with the next of some statuses and bodies. */
function scripted(...answers: readonly (readonly [status: number, body: unknown, headers?: Record<string, string>])[]) {
  const left = [...answers]
  return upstreamOf((asked, answer) => {
    const [status = 500, body = {}, headers = {}] = left.shift() ?? []
    asked.resume()
    answer.writeHead(status, { ...answerHeaders, ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
}

function post(url: string, target = invalidatePath, body = invalidation): Promise<Response> {
  return fetch(url + target, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
}

describe('card-member observe passes calls on', () => {
  it('byte for byte: method, target, headers in their spelling and order, body; Host alone becomes that of the upstream', async () => {
    const head =
      'X-Twice: a\r\naUTHORIZATION: WECHATPAY2-SHA256-RSA2048 mchid="1"\r\nX-Twice: b\xe9\r\nConnection: close\r\nContent-Length: 7\r\n'
    const reply =
      "HTTP/1.1 202 Fine \xe9\r\nrequest-ID: 1-0\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\ncontent-length: 3\r\nConnection: close\r\n\r\n\x00\xff'"
    await using upstream = await bareUpstream(reply, '{"a":1}')
    await using observed = await observing(upstream.url)
    const target = "/v3/A%2f1//x/../y?a=b%20c&d=e+f&'"
    const received = await sendBare(observed.url, `PATCH ${target} HTTP/1.1\r\nhOST: pay.example\r\n${head}\r\n{"a":1}`)
    expect(upstream.arrived()).toBe(`PATCH ${target} HTTP/1.1\r\nhOST: ${new URL(upstream.url).host}\r\n${head}\r\n{"a":1}`)
    expect(received).toBe(reply)
  })

  it('as they stream, in both directions', async () => {
    const events: string[] = []
    const halves = Promise.withResolvers<void>()
    await using upstream = await upstreamOf(async (asked, answer) => {
      const [first] = await once(asked, 'data')
      events.push(`asked ${first}`)
      answer.writeHead(200).write('one ')
      await once(asked.resume(), 'end')
      await halves.promise
      answer.end('two')
    })
    await using observed = await observing(upstream.url)
    const sent = request(`${observed.url}/v3/x`, { method: 'POST' })
    sent.write('first')
    const [answer] = await once(sent, 'response')
    const [chunk] = await once(answer, 'data')
    events.push(`answered ${chunk}`)
    sent.end('second')
    halves.resolve()
    await once(answer.resume(), 'end')
    expect(events).toEqual(['asked first', 'answered one '])
  })

  it('once, and with the upstream’s own silence: a call that it gives no answer to has none here', async () => {
    let calls = 0
    await using upstream = await upstreamOf((asked) => {
      calls++
      asked.resume().once('end', () => asked.socket.destroy())
    })
    await using observed = await observing(upstream.url)
    await expect(post(observed.url)).rejects.toThrow('fetch failed')
    expect([calls, await observed.end()]).toEqual([1, expect.stringContaining('invalidateUserCard had no whole answer (ECONNRESET).')])
    expect(observed.entries()).toMatchObject([{ operation: 'invalidateUserCard', failure: 'ECONNRESET', differences: [] }])
  })

  it('to its end when the caller has gone after sending it', async () => {
    const [arrived, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await using upstream = await upstreamOf(async (asked, answer) => {
      await once(asked.resume(), 'end')
      arrived.resolve()
      await gone.promise
      answer.writeHead(200, answerHeaders).end(JSON.stringify(invalidated))
    })
    await using observed = await observing(upstream.url)
    const sent = request(observed.url + invalidatePath, { method: 'POST', headers: { 'content-type': 'application/json' } })
    sent.on('error', () => {})
    sent.end(invalidation)
    await arrived.promise
    sent.destroy()
    gone.resolve()
    await expect.poll(() => readIfThere(observed.journal)).toContain('"status":200')
  })

  it('while the journal cannot be written, and says so once', async () => {
    await using upstream = await scripted([200, invalidated], [200, invalidated], [200, invalidated])
    await using observed = await observing(upstream.url, 'file/observe.jsonl')
    const file = `${observed.folder}/file`
    writeFileSync(file, '')
    for (const _ of [1, 2]) expect((await post(observed.url)).status).toBe(200)
    rmSync(file)
    mkdirSync(file)
    expect((await post(observed.url)).status).toBe(200)
    const told = await observed.end()
    expect(told.match(/cannot be written \(E\w+\)\. Calls go on; they are missing from the journal\./g)).toHaveLength(1)
    expect(told).toMatch(/is written again; [12] lines are missing\./)
  })
})

describe('card-member observe judges answers', () => {
  it('of our own platform: no difference, and a journal without a name of anybody or a secret', async () => {
    const { members, platform, credential } = rehearsal
    await using observed = await observing(platform.url)
    const read = await readCredential(credential)
    await using api = new CardMember({ ...read, base_url: observed.url }, { rate_limit: false })
    const { brand_id, card_id } = members[0]
    const phone_number = '13800138000'
    const member = { brand_id, card_id, openid: 'obLatjObservedMemberOne', user_card_code: '990011223344' }
    await api.userCards.importByOpenid({ ...member, phone_number, attach: 'VIP of Wang', valid_date_information: { type: 'PERMANENT' } })
    await api.userCards.update(member.user_card_code, { brand_id, card_id, openid: member.openid, level: '金卡' })
    await api.cards.get(card_id, { brand_id })
    await api.cards.list({ brand_id, offset: 0, limit: 20 })
    await api.userCards.list({ brand_id, openid: member.openid, offset: 0, limit: 20 })
    const end = { brand_id, card_id, openid: member.openid, invalid_reason: '用户申请退会' }
    await api.userCards.invalidate(member.user_card_code, end)
    await api.userCards.invalidate(member.user_card_code, end)
    await api.userCards.get(member.user_card_code, { brand_id, card_id, openid: member.openid })
    await expect(api.userCards.get('000000000000', { brand_id, card_id, openid: member.openid })).rejects.toMatchObject({ status: 404 })
    expect(await observed.end()).toBe('Calls: 9. Differences: 0, of 0 kinds.\n')
    const text = readFileSync(observed.journal, 'utf8')
    const secrets = [
      member.user_card_code,
      member.openid,
      phone_number,
      'VIP',
      'Wang',
      '退会',
      card_id,
      'signature=',
      read.mchid ?? '',
      read.serial_no,
    ]
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    const [imported, , , , listed, first, again] = observed.entries()
    expect(first).toMatchObject({
      operation: 'invalidateUserCard',
      path: '/v3/brand/partner/card-member/user-cards/{user_card_code}/invalidate',
      status: 200,
      input: {
        user_card_code: expect.stringMatching(/^\*{4}3344 #[0-9a-f]{12}$/),
        openid: expect.stringMatching(/^#/),
        invalid_reason: 'string(6)',
      },
      answer: { user_card_state: 'INVALID', phone_number: expect.stringMatching(/^sealed\(\d+\)$/) },
      request_headers: expect.arrayContaining(['Authorization']),
    })
    expect(again).toMatchObject({ input: first?.input, answer: first?.answer })
    expect(imported).toMatchObject({ input: { attach: 'string(11)', phone_number: expect.stringMatching(/^sealed/) } })
    expect(listed).toMatchObject({ answer: { total_count: 1, limit: 20, data: [{ user_card_state: 'EFFECTIVE' }] } })
    expect(observed.mode()).toBe(0o600)
  })

  const { invalid_time: _, ...untimed } = invalidated
  it.each([
    ['a field that is missing', [200, untimed], 'field /invalid_time: ours the field is there, observed no such field'],
    ['an unknown field', [200, { ...invalidated, member_no: '123' }], 'field /member_no: ours no such field, observed string(3)'],
    [
      'another type',
      [200, { ...invalidated, card_type: 7 }],
      'field /card_type: ours must be one of NORMAL, PURCHASE, BALANCE, observed number',
    ],
    ['null', [200, { ...invalidated, attach: null }], 'field /attach: ours must be of type string, observed null'],
    [
      'another member',
      [200, { ...invalidated, openid: 'another' }],
      'field /openid: ours the same as in the request, observed another than in',
    ],
    [
      'the form of a time',
      [200, { ...invalidated, create_time: '2026-01-31T00:00:00.000Z' }],
      'form of a time /create_time: ours 2026-01-31T08:00:00+08:00, observed 0000-00-00T00:00:00.000Z',
    ],
    ['a state', [200, { ...invalidated, user_card_state: 'EXPIRED' }], 'state /user_card_state: ours INVALID, observed EXPIRED'],
    ['a status', [201, invalidated], 'status: ours 200, observed 201'],
    ['no JSON', [200, '<html>'], 'body: ours a JSON object, observed no JSON object'],
    ['an unknown code', [400, { code: 'CARD_BUSY', message: 'x' }], 'error code /code: ours none, observed 400 CARD_BUSY'],
    [
      'a code of another status',
      [403, { code: 'RESOURCE_NOT_EXISTS', message: 'x' }],
      'status: ours 404 RESOURCE_NOT_EXISTS, observed 403 RES',
    ],
    ['a check that ours does not have', [400, { code: 'PARAM_ERROR', message: 'x' }], 'check of the request: ours finds nothing wrong'],
    [
      'a header',
      [200, invalidated, { 'Content-Type': 'text/json' }],
      'header Content-Type: ours application/json; charset=utf-8, observed text/json',
    ],
  ] as const)('that have %s', async (_title, answer, difference) => {
    await using upstream = await scripted(answer)
    await using observed = await observing(upstream.url)
    await (await post(observed.url)).text()
    expect(await observed.end()).toContain(`difference: invalidateUserCard ${answer[0]}, ${difference}`)
  })

  it('by what was seen of a card: INVALID is final, and invalidating again changes nothing', async () => {
    const later = { ...invalidated, invalid_time: '2026-02-01T08:00:00+08:00' }
    const refused = { code: 'INVALID_REQUEST', message: '会员卡 478515832665 已失效' }
    await using upstream = await scripted(
      [200, invalidated],
      [200, later],
      [400, refused],
      [200, { ...invalidated, user_card_state: 'EFFECTIVE' }],
    )
    await using observed = await observing(upstream.url)
    for (const _ of [1, 2, 3]) await (await post(observed.url)).text()
    const target = `${invalidatePath.replace('/invalidate', '')}&openid=${invalidated.openid}`
    await (await fetch(observed.url + target)).text()
    const told = await observed.end()
    expect(told).toContain(
      'invalidateUserCard 200, state /user_card_state: ours INVALID is final, and its first reason and time stay, observed reason or time changed',
    )
    expect(told).toContain('invalidateUserCard 400, state: ours 200: invalidating again changes nothing, observed 400')
    expect(told).toContain(
      'getUserCard 200, state /user_card_state: ours INVALID is final, and its first reason and time stay, observed EFFECTIVE',
    )
    expect(observed.entries()[2]).toMatchObject({ answer: { code: 'INVALID_REQUEST', message: '会员卡 • 已失效' } })
  })

  it('of requests that our platform refuses, each kind shown once', async () => {
    await using upstream = await scripted([200, invalidated], [200, invalidated], [200, {}])
    await using observed = await observing(upstream.url)
    for (const _ of [1, 2]) await (await post(observed.url, invalidatePath, JSON.stringify({ invalid_reason: '用户申请退会' }))).text()
    await (await fetch(`${observed.url}/v3/brand/partner/card-member/user-cards/478515832665/history`)).text()
    const told = await observed.end()
    expect(told.match(/check of the request/g)).toHaveLength(1)
    expect(told).toContain('check of the request /openid: ours 400 PARAM_ERROR (is required), observed accepted the request (200)')
    expect(told).toContain(
      'GET /v3/brand/partner/card-member/user-cards/{12 characters}/{7 characters} 200, path: ours 404, there is no such operation, observed 200',
    )
  })
})

it.each([
  [['--upstream', 'https://api.mch.weixin.qq.com/v3'], '--upstream must be http:// or https:// and a host'],
  [['--listen', 'x'], '--listen must be a number'],
])('card-member observe %j is bad usage', async (args, words) => {
  const { code, stderr } = await runHere(['observe', ...args])
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
})

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
