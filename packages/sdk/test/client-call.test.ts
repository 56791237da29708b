import { describe, expect, it } from 'vitest'
import { createTransport as createFetchTransport } from '../src/client/transport-fetch.ts'
import { type CardMemberOptions, receiptOf } from '../src/index.ts'
import { createTransport as createNodeTransport } from '../src/node/transport-node.ts'
import { open, seal } from '../src/protocol/index.ts'
import { type AnswerSigning, noAnswer, resetConnection, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { merchantKey, platformKey, platformKeyId, serial_no, strangerKey } from './fixtures/keys.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { closedUrl, startServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const transports = [
  ['fetch', createFetchTransport],
  ['node:http', createNodeTransport],
] as const

describe.each(transports)('a call over %s', (_name, createTransport) => {
  const once: CardMemberOptions = { transport: createTransport(), max_attempts: 1 }

  it('signs the bytes it sends and returns what a signed answer says', async () => {
    await using server = await startServer(signed(200, invalidCard))
    const reason = '用户申请退会'
    const card = await server.client(once).userCards.invalidate(code, { ...asked, invalid_reason: reason })
    expect(card).toEqual(invalidCard)
    const [received] = server.requests
    expect(received).toMatchObject({
      method: 'POST',
      url: `/v3/brand/partner/card-member/user-cards/${code}/invalidate?brand_id=1004&card_id=${asked.card_id}`,
      body: JSON.stringify({ openid: asked.openid, invalid_reason: reason }),
      signed: true,
    })
    expect(received?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'wechatpay-serial': platformKeyId,
    })
    expect(received?.headers['user-agent']).toMatch(/^card-member-sdk\/0\.1\.0 \(.+\)$/)
    expect(received?.headers.authorization).toContain(`mchid="1900000001"`)
    expect(received?.headers.authorization).toContain(`serial_no="${serial_no}"`)
  })

  it('sends no body and no Content-Type with a GET, the language when asked', async () => {
    await using server = await startServer(signed(200, userCard))
    await server.client({ ...once, language: 'en' }).userCards.get(code, asked)
    const [received] = server.requests
    expect(received).toMatchObject({ method: 'GET', body: '', signed: true })
    expect(received?.headers['content-type']).toBeUndefined()
    expect(received?.headers['accept-language']).toBe('en')
  })

  it('signs the bytes that arrive, with any punctuation in ids', async () => {
    await using server = await startServer(signed(200, userCard))
    const strange = `!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}`
    await server.client(once).userCards.get(strange, { ...asked, openid: `${strange}~` })
    const [received] = server.requests
    expect(received?.signed).toBe(true)
    const [path = '', query = ''] = received?.url.split('?') ?? []
    expect(decodeURIComponent(path.split('/').at(-1) ?? '')).toBe(strange)
    expect(new URLSearchParams(query).get('openid')).toBe(`${strange}~`)
  })

  it('seals marked fields for the platform and opens those of the answer', async () => {
    const sealed = await seal('13900000000', merchantKey)
    const name = await seal('张三', merchantKey)
    const reply = {
      ...userCard,
      phone_number: sealed,
      user_information: { common_field_list: [{ name: 'USER_FORM_FLAG_NAME', value: name }], custom_field_list: [] },
    }
    await using server = await startServer(signed(200, reply))
    const card = await server.client(once).userCards.importByOpenid({
      ...asked,
      user_card_code: code,
      phone_number: '13800000000',
      user_information: { custom_field_list: [{ name: '爱好', user_chosen_values: ['读书', '跑步'] }] },
      valid_date_information: { type: 'PERMANENT' },
    })
    expect(card.phone_number).toBe('13900000000')
    expect(card.user_information).toEqual({ common_field_list: [{ name: 'USER_FORM_FLAG_NAME', value: '张三' }], custom_field_list: [] })
    const [received] = server.requests
    const body = JSON.parse(received?.body ?? '')
    expect(received?.headers['wechatpay-serial']).toBe(platformKeyId)
    expect(await open(body.phone_number, platformKey, 'phone_number')).toBe('13800000000')
    const [chosen] = body.user_information.custom_field_list
    expect(chosen.name).toBe('爱好')
    expect(await open(chosen.user_chosen_values[1], platformKey, 'value')).toBe('跑步')
  })

  it('keeps enum values and keys that the contract does not know', async () => {
    const reply = { ...userCard, user_card_state: 'FROZEN', colour_of_the_moon: { blue: true } }
    await using server = await startServer(signed(200, reply))
    expect(await server.client(once).userCards.get(code, asked)).toEqual(reply)
  })

  it('keeps the signed answer behind a reply', async () => {
    await using server = await startServer(signed(200, userCard))
    const card = await server.client(once).userCards.get(code, asked)
    const receipt = receiptOf(card)
    expect(receipt).toMatchObject({ operation: 'getUserCard', status: 200, request_id: '08F78BB5AF0610D302189F-0', attempts: 1 })
    expect(receipt?.signature['wechatpay-serial']).toBe(platformKeyId)
    expect(Buffer.from(receipt?.body ?? []).toString()).toBe(JSON.stringify(userCard))
    expect(receiptOf({ ...card })).toBeUndefined()
  })

  it.each<[string, string, AnswerSigning]>([
    ['no signature', 'SIGNATURE_MISSING', { change: () => ({}) }],
    ['no nonce', 'SIGNATURE_MISSING', { change: ({ 'Wechatpay-Nonce': _gone, ...rest }) => rest }],
    ['a signature by another key', 'SIGNATURE_WRONG', { key: strangerKey }],
    ['an unknown serial', 'SIGNATURE_SERIAL_UNKNOWN', { serial: 'PUB_KEY_ID_9' }],
    ['a clock over 300 s ahead', 'SIGNATURE_CLOCK', { ahead: 301 }],
    ['a clock 300 s behind', 'SIGNATURE_CLOCK', { ahead: -300 }],
    [
      'a probe',
      'SIGNATURE_PROBE',
      { change: (headers) => ({ ...headers, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']}` }) },
    ],
    ['a signature in other letters', 'SIGNATURE_MALFORMED', { change: (headers) => ({ ...headers, 'Wechatpay-Signature': ' x=' }) }],
  ])('trusts no 200 with %s', async (_what, expected, signing) => {
    await using server = await startServer(signed(200, invalidCard, signing))
    const error = await failureOf(server.client(once).userCards.invalidate(code, asked))
    expect(error).toMatchObject({
      name: 'AnswerError',
      code: expected,
      status: 200,
      outcome: 'unknown',
      verified: false,
      retryable: false,
      attempts: 1,
    })
    expect(error).toHaveProperty('cause.name', 'SignatureError')
  })

  it('reports the code of an error that is signed, unsigned or wrongly signed', async () => {
    const body = { code: 'PARAM_ERROR', message: '参数错误', detail: { field: '/openid', issue: 'too short', location: 'body' } }
    await using server = await startServer(signed(400, body), unsigned(400, body), signed(400, body, { key: strangerKey }))
    const api = server.client(once)
    const errors = [
      await failureOf(api.userCards.invalidate(code, asked)),
      await failureOf(api.userCards.invalidate(code, asked)),
      await failureOf(api.userCards.invalidate(code, asked)),
    ]
    const common = {
      name: 'ApiError',
      code: 'PARAM_ERROR',
      status: 400,
      outcome: 'rejected',
      retryable: false,
      server_message: '参数错误',
      detail: body.detail,
    }
    expect(errors[0]).toMatchObject({ ...common, verified: true, request_id: '08F78BB5AF0610D302189F-0' })
    expect(errors[1]).toMatchObject({ ...common, verified: false, request_id: '08F78BB5AF0610D302189F-268443699' })
    expect(errors[2]).toMatchObject({ ...common, verified: false, cause: { code: 'SIGNATURE_WRONG' } })
    expect(errors[0]).toHaveProperty(
      'message',
      'invalidateUserCard was answered 400 PARAM_ERROR: 参数错误 (a parameter is missing or wrong; see detail)',
    )
  })

  it.each([
    ['an HTML 502', 502, '<html>Bad Gateway</html>', 'text/html', 'unknown', '502, text/html, 24 bytes'],
    ['an empty 404', 404, '', '', 'rejected', '404, no content type, 0 bytes'],
    ['an empty 405', 405, '', '', 'rejected', '405, no content type, 0 bytes'],
    ['JSON without a code', 400, '{"error":"no"}', 'application/json', 'rejected', '400, application/json, 14 bytes'],
    ['JSON that is a list', 503, '[]', 'application/json', 'unknown', '503, application/json, 2 bytes'],
  ])('names %s as what it is', async (_what, status, body, type, outcome, said) => {
    await using server = await startServer(unsigned(status, body, type ? { 'Content-Type': type } : {}))
    const error = await failureOf(server.client(once).userCards.invalidate(code, asked))
    expect(error).toMatchObject({ name: 'GatewayError', code: 'GATEWAY_ERROR', status, outcome, verified: false })
    expect(error).toHaveProperty('message', expect.stringContaining(said))
  })

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    await using elsewhere = await startServer(signed(200, invalidCard))
    await using server = await startServer(unsigned(status, '', { Location: `${elsewhere.url}/v3/somewhere` }))
    const error = await failureOf(server.client(once).userCards.invalidate(code, asked))
    expect(error).toMatchObject({ name: 'GatewayError', code: 'REDIRECTED', status, outcome: 'unknown' })
    expect(elsewhere.requests).toEqual([])
  })

  it('verifies an empty 204 as done', async () => {
    await using server = await startServer(signed(204, ''), unsigned(204, ''))
    const api = server.client(once)
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject({
      code: 'ANSWER_EMPTY',
      outcome: 'done',
      verified: true,
      status: 204,
    })
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject({ code: 'SIGNATURE_MISSING', outcome: 'unknown' })
  })

  it('reports a signed 200 without JSON as done', async () => {
    await using server = await startServer(signed(200, '{"a":'), signed(200, '[]'))
    const api = server.client(once)
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject({
      code: 'ANSWER_NOT_JSON',
      outcome: 'done',
      verified: true,
    })
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject({ code: 'ANSWER_NOT_JSON', outcome: 'done' })
  })

  it('reports a signed 200 with a field sealed for another key as done', async () => {
    await using server = await startServer(signed(200, { ...invalidCard, phone_number: 'AAAA' }))
    const error = await failureOf(server.client(once).userCards.invalidate(code, asked))
    expect(error).toMatchObject({ name: 'AnswerError', code: 'SEALED_VALUE_UNREADABLE', outcome: 'done', verified: true, retryable: false })
    expect(error).toHaveProperty('message', expect.stringContaining('invalidateUserCard /phone_number'))
  })

  it('reports a signed 202 as STILL_PROCESSING', async () => {
    await using server = await startServer(signed(202, {}))
    expect(await failureOf(server.client(once).userCards.invalidate(code, asked))).toMatchObject({
      name: 'ApiError',
      code: 'STILL_PROCESSING',
      status: 202,
      outcome: 'unknown',
      retryable: true,
    })
  })

  it('reads at most 4 MiB', async () => {
    await using server = await startServer(signed(200, { ...userCard, more: 'x'.repeat(4 * 1024 * 1024) }))
    expect(await failureOf(server.client(once).userCards.get(code, asked))).toMatchObject({
      name: 'TransportError',
      code: 'ANSWER_TOO_LARGE',
      outcome: 'unknown',
      retryable: false,
    })
  })

  it('reports a rejected connection as not_sent', async () => {
    await using server = await startServer(noAnswer)
    const base_url = await closedUrl()
    const api = server.client(once, { base_url })
    const error = await failureOf(api.userCards.invalidate(code, asked))
    expect(error).toMatchObject({
      name: 'TransportError',
      code: 'CONNECTION_FAILED',
      outcome: 'not_sent',
      retryable: true,
      status: undefined,
    })
    const { host } = new URL(base_url)
    expect(error).toHaveProperty('message', `invalidateUserCard was not sent: no connection to ${host} (ECONNREFUSED).`)
  })

  it('reports unknown when the connection is reset before or within the answer', async () => {
    await using server = await startServer(resetConnection, (_request, response) => {
      response.writeHead(200, { 'Content-Length': '1000' }).write('{"half":', () => response.destroy())
    })
    const api = server.client(once)
    const message = expect.stringContaining('Whether it took effect is unknown: read it back before you repeat it.')
    const lost = { name: 'TransportError', code: 'CONNECTION_LOST', outcome: 'unknown', retryable: false, message }
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject(lost)
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject(lost)
  })

  it('times out an attempt without a complete answer', async () => {
    await using server = await startServer(noAnswer, (_request, response) => void response.writeHead(200).write('{'))
    const api = server.client({ ...once, attempt_timeout_ms: 40 })
    const late = { name: 'TransportError', code: 'TIMED_OUT', outcome: 'unknown' }
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject(late)
    expect(await failureOf(api.userCards.invalidate(code, asked))).toMatchObject(late)
  })

  it('ends when its signal aborts, before and after it is sent', async () => {
    const controller = new AbortController()
    const reason = new Error('the user left')
    await using server = await startServer(() => controller.abort(reason))
    const api = server.client(once)
    const error = await failureOf(api.userCards.invalidate(code, asked, { signal: controller.signal }))
    expect(error).toMatchObject({ name: 'TransportError', code: 'ABORTED', outcome: 'unknown', retryable: false, cause: reason })
    const early = await failureOf(api.userCards.invalidate(code, asked, { signal: controller.signal }))
    expect(early).toMatchObject({ code: 'ABORTED', outcome: 'not_sent', attempts: 0, retryable: false, cause: reason })
    expect(server.requests).toHaveLength(1)
  })

  it('makes many calls at once over kept connections', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = server.client(once)
    const codes = Array.from({ length: 40 }, (_, index) => String(1000 + index))
    await Promise.all(codes.map((each) => api.userCards.get(each, asked)))
    expect(server.requests.map(({ url }) => url.split(/[/?]/).at(6)).sort()).toEqual(codes)
    expect(server.requests.every((received) => received.signed)).toBe(true)
    expect(new Set(server.requests.map(({ headers }) => headers.authorization)).size).toBe(40)
  })
})
