import { describe, expect, it } from 'vitest'
import { type CallEndEvent, type CallRequest, type RateLimitKey, receiptOf } from '../src/index.ts'
import { open, seal } from '../src/protocol/index.ts'
import { resetConnection, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { brandCredentialFor, merchantKey, platformKey, platformKeyId, strangerKey } from './fixtures/keys.ts'
import { closedUrl, startServer } from './fixtures/server.ts'

const root = '/v3/brand/partner/card-member'
const code = '478515832665'
const freeze: CallRequest = {
  method: 'POST',
  path: `${root}/user-cards/{user_card_code}/freeze`,
  params: { user_card_code: code },
  body: { brand_id: '1004' },
}
const template = `${root}/user-cards/{user_card_code}/freeze`

describe('a call that no contract describes', () => {
  it('signs the bytes it sends, seals what is named, and opens what is named', async () => {
    const answer = {
      state: 'FROZEN',
      phone_number: await seal('13900000000', merchantKey),
      list: [{ name: 'NAME', value: await seal('张三', merchantKey) }, { name: 'CITY' }],
      future: { kept: [1, null] },
    }
    await using server = await startServer(signed(200, answer))
    const reply = await server.client().call<{ state: string }>({
      method: 'POST',
      path: `${root}/user-cards/{user_card_code}/freeze`,
      params: { user_card_code: "+/'会" },
      query: { brand_id: '1004', tag: ['a b', true], page: 2, none: undefined },
      body: { phone_number: '13800000000', list: [{ name: 'NAME', value: '李四' }, { value: '王五' }], words: ['读书'], note: null },
      sealed: ['phone_number', 'list.value', 'words'],
      opened: ['phone_number', 'list.value', 'absent'],
    })
    expect(reply.state).toBe('FROZEN')
    expect(reply).toEqual({
      state: 'FROZEN',
      phone_number: '13900000000',
      list: [{ name: 'NAME', value: '张三' }, { name: 'CITY' }],
      future: { kept: [1, null] },
    })
    const [received] = server.requests
    expect(received).toMatchObject({
      method: 'POST',
      url: `${root}/user-cards/%2B%2F%27%E4%BC%9A/freeze?brand_id=1004&tag=a%20b&tag=true&page=2`,
      signed: true,
    })
    expect(received?.headers).toMatchObject({ 'content-type': 'application/json', 'wechatpay-serial': platformKeyId })
    const body = JSON.parse(received?.body ?? '')
    expect(await open(body.phone_number, platformKey, 'phone_number')).toBe('13800000000')
    expect(await open(body.list[0].value, platformKey, 'value')).toBe('李四')
    expect(await open(body.list[1].value, platformKey, 'value')).toBe('王五')
    expect(await open(body.words[0], platformKey, 'words')).toBe('读书')
    expect(body.list[0].name).toBe('NAME')
    expect(body.note).toBeNull()
    expect(receiptOf(reply)).toMatchObject({ operation: `POST ${template}`, status: 200, attempts: 1 })
  })

  it('sends a query that is written in the path as it is, and no body with GET', async () => {
    await using server = await startServer(signed(200, [1, 2]))
    const reply = await server.client().call({ method: 'GET', path: `${root}/reports?day=2026%2D07%2D14`, query: { brand_id: '1004' } })
    expect(reply).toEqual([1, 2])
    const [received] = server.requests
    expect(received).toMatchObject({ method: 'GET', url: `${root}/reports?day=2026%2D07%2D14&brand_id=1004`, body: '', signed: true })
    expect(received?.headers['content-type']).toBeUndefined()
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'POST'] as const)('sends %s with and without a body', async (method) => {
    await using server = await startServer(signed(200, {}), signed(204, ''))
    const api = server.client()
    expect(await api.call({ method, path: '/v3/new/thing', body: [{ a: 1 }] })).toEqual({})
    expect(await api.call({ method, path: '/v3/new/thing' })).toBeUndefined()
    expect(server.requests.map(({ method, body, signed }) => [method, body, signed])).toEqual([
      [method, '[{"a":1}]', true],
      [method, '', true],
    ])
  })

  it('signs in the name of a brand', async () => {
    await using server = await startServer(signed(200, {}))
    await server.brandClient().call({ method: 'POST', path: '/brand/card-member/things', body: {} })
    const [received] = server.requests
    expect(received?.signed).toBe(true)
    expect(received?.headers.authorization).toMatch(/^WECHATPAY-BRAND-SHA256-RSA2048 brand_id="1004"/)
    expect(brandCredentialFor('').brand_id).toBe('1004')
  })

  it.each([
    ['a refusal', signed(404, { code: 'RESOURCE_NOT_EXISTS', message: '不存在' }), 'ApiError', 'RESOURCE_NOT_EXISTS', 'rejected', true],
    ['a rate limit', signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }), 'ApiError', 'RATELIMIT_EXCEEDED', 'rejected', true],
    ['a failure', signed(500, { code: 'SYSTEM_ERROR', message: '' }), 'ApiError', 'SYSTEM_ERROR', 'unknown', true],
    ['a 202', signed(202, {}), 'ApiError', 'STILL_PROCESSING', 'unknown', true],
    ['a lost connection', resetConnection, 'TransportError', 'CONNECTION_LOST', 'unknown', false],
    ['a signature by a stranger', signed(200, {}, { key: strangerKey }), 'AnswerError', 'SIGNATURE_WRONG', 'unknown', false],
    ['no signature', unsigned(200, {}), 'AnswerError', 'SIGNATURE_MISSING', 'unknown', false],
    ['a gateway', unsigned(502, '<html>'), 'GatewayError', 'GATEWAY_ERROR', 'unknown', false],
    ['no JSON', signed(200, 'OK'), 'AnswerError', 'ANSWER_NOT_JSON', 'done', true],
  ])('ends with a typed error after %s, and is not repeated', async (_what, act, name, expected, outcome, verified) => {
    await using server = await startServer(act)
    const error = await failureOf(server.client().call(freeze))
    expect(error).toMatchObject({ name, code: expected, outcome, verified, attempts: 1, operation: `POST ${template}` })
    expect(server.requests).toHaveLength(1)
    expect(String(error)).not.toContain(code)
  })

  it('is sent again when it was not sent', async () => {
    await using server = await startServer(signed(200, { ok: true }))
    const api = server.client({ backup_url: server.url }, { base_url: await closedUrl() })
    expect(await api.call(freeze)).toEqual({ ok: true })
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['POST', { ...freeze, repeatable: true }],
    ['GET', { method: 'GET', path: '/v3/new/thing', repeatable: true }],
  ] as const)('is repeated when the caller says that it may be: %s', async (_method, request) => {
    await using server = await startServer(
      signed(500, { code: 'SYSTEM_ERROR', message: '' }),
      signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }),
      signed(200, { ok: true }),
    )
    expect(await server.client().call(request)).toEqual({ ok: true })
    expect(server.requests).toHaveLength(3)
    expect(server.requests.every(({ signed, body }) => signed && body === server.requests[0]?.body)).toBe(true)
  })

  it('says that the answer is done when a named field does not open', async () => {
    await using server = await startServer(signed(200, { phone_number: 'plain' }))
    const error = await failureOf(server.client().call({ ...freeze, opened: ['phone_number'] }))
    expect(error).toMatchObject({ name: 'AnswerError', code: 'SEALED_VALUE_UNREADABLE', outcome: 'done', verified: true })
  })

  it('shows no sealed text in an error, though the platform echoes it', async () => {
    await using server = await startServer(
      signed(400, {
        code: 'PARAM_ERROR',
        message: 'bad 13800000000',
        detail: { field: '/phone_number', value: '13800000000', issue: 'x' },
      }),
    )
    const request = { ...freeze, body: { phone_number: '13800000000' }, sealed: ['phone_number'] }
    const error = await failureOf(server.client().call(request))
    expect(error).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/phone_number', value: '[redacted]' } })
    expect(JSON.stringify([error, String(error)])).not.toContain('13800000000')
  })

  it('is named by the caller, or by its method and its path without ids', async () => {
    await using server = await startServer(signed(200, {}))
    const ended: CallEndEvent[] = []
    const keys: [RateLimitKey, number][] = []
    const limiter = { take: async (key: RateLimitKey, per_second: number) => void keys.push([key, per_second]) }
    const api = server.client({ hooks: { onCallEnd: (event) => ended.push(event) }, rate_limit: { limiter } })
    await api.call({ ...freeze, operation: 'freezeUserCard', per_second: 20 })
    await api.call({ method: 'POST', path: `${root}/user-cards/${code}/freeze?card_id=p1` })
    expect(ended).toMatchObject([
      { operation: 'freezeUserCard', method: 'POST', path: template },
      { operation: `POST ${root}/user-cards/{…}/freeze`, method: 'POST', path: `${root}/user-cards/{…}/freeze` },
    ])
    expect(keys).toEqual([
      [{ mchid: '1900000001', brand_id: undefined, operation: 'freezeUserCard' }, 20],
      [{ mchid: '1900000001', brand_id: undefined, operation: `POST ${root}/user-cards/{…}/freeze` }, 5],
    ])
  })

  it.each<[string, object, string]>([
    ['a method that does not exist', { method: 'FETCH' }, '/method must be one of GET, POST, PUT, PATCH, DELETE'],
    ['another host', { path: '//evil.example/v3' }, '/path must begin with one /'],
    ['a whole URL', { path: 'https://evil.example/v3' }, '/path must begin with one /'],
    ['dots', { path: '/v3/../pay' }, '/path must begin with one /'],
    ['encoded dots', { path: '/v3/%2e%2e/pay' }, '/path must begin with one /'],
    ['a fragment', { path: '/v3/a#b' }, '/path must begin with one /'],
    ['a blank', { path: '/v3/a b' }, '/path must begin with one /'],
    ['an apostrophe in the query', { path: "/v3/a?b='c'" }, '/path must begin with one /'],
    ['a missing parameter', { path: '/v3/{id}' }, '/params/id is required'],
    ['dots as a parameter', { path: '/v3/{id}', params: { id: '..' } }, '/params/id cannot be . or ..: no URL can carry it'],
    ['an object as a parameter', { path: '/v3/{id}', params: { id: {} } }, '/params/id must be a text or a number'],
    ['a parameter without a placeholder', { params: { id: '1' } }, '/params/id is no {placeholder} of path'],
    ['an object in the query', { query: { a: {} } }, '/query/a must be a text, a number, true, false, or a list of them'],
    ['a body with GET', { method: 'GET', body: {} }, '/body cannot be sent with GET; use query'],
    ['bytes as a body', { body: new Uint8Array(1) }, '/body must be an object or a list that JSON can write'],
    ['a body that JSON cannot write', { body: { a: 1n } }, '/body must be an object or a list that JSON can write'],
    [
      'a sealed name that is misspelt',
      { body: { phone_number: '1' }, sealed: ['phone_nummer'] },
      '/sealed/0 names no field of body: phone_nummer',
    ],
    ['a sealed number', { body: { n: 1 }, sealed: ['n'] }, '/sealed/0 must lead to texts of 1 to 214 bytes: n'],
    [
      'a sealed text that is too long',
      { body: { n: '会'.repeat(72) }, sealed: ['n'] },
      '/sealed/0 must lead to texts of 1 to 214 bytes: n',
    ],
    ['names that are no names', { opened: ['a..b'] }, "/opened must be a list of dotted paths, such as ['phone_number', 'list.value']"],
    ['a misspelt part', { parameters: {} }, '/parameters is no part of a call'],
    ['another misspelt part', { quary: {} }, '/quary is no part of a call; query is probably meant'],
    ['a repeatable that is no boolean', { repeatable: 'yes' }, '/repeatable must be of type boolean'],
  ])('rejects %s', async (_what, change, message) => {
    await using server = await startServer(signed(200, {}))
    const request = { method: 'POST', path: '/v3/new/thing', ...change }
    const error = await failureOf(Reflect.apply(server.client().call, server.client(), [request]))
    expect(error).toMatchObject({ name: 'ValidationError', code: 'INVALID_INPUT', outcome: 'not_sent', attempts: 0 })
    expect(String(error)).toContain(message)
    expect(server.requests).toHaveLength(0)
  })

  it('rejects a value that is not a request, and unknown options', async () => {
    await using server = await startServer(signed(200, {}))
    const api = server.client()
    const call = (...given: unknown[]) => failureOf(Reflect.apply(api.call, api, given))
    expect(await call(undefined)).toMatchObject({ name: 'ValidationError' })
    expect(await call(freeze, { extra: {} })).toMatchObject({ name: 'OptionError' })
    expect(await call(freeze, { timeout_ms: 0 })).toMatchObject({ name: 'OptionError' })
    expect(server.requests).toHaveLength(0)
  })
})
