import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { authorization } from './fixtures/caller.ts'
import { base } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { askRaw, type RawAnswer } from './fixtures/raw-http.ts'
import { brand_id } from './fixtures/tenants.ts'

const running = await startTestPlatform()
const { caller } = running
afterAll(async () => running[Symbol.asyncDispose]())

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`
const points = `${base}/user-points/sync`

function ask(method: string, target: string, more: readonly string[], body = ''): Promise<RawAnswer> {
  const signed = `Authorization: ${authorization(caller.pairs(method, target, body))}`
  return askRaw(running.platform.url, method, target, ['Host: a', 'User-Agent: raw', ...more, signed], body)
}

describe('messages come in the language that is wanted most, of those there are', () => {
  test.each([
    ['en-US,en;q=0.9', 'en'],
    ['zh;q=0.1, en;q=0.9', 'en'],
    ['zh-CN;q=0.8,en', 'en'],
    ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'en'],
    ['en_GB', 'en'],
    ['zh-Hant', 'zh-CN'],
    ['zh-TW, en;q=0.9', 'zh-CN'],
    ['*', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['en;q=0, zh', 'zh-CN'],
    ['de', 'zh-CN'],
    ['english', 'zh-CN'],
    [';q=1,,', 'zh-CN'],
  ])('%s is answered in %s', async (languages, language) => {
    const { headers, body } = await ask('GET', `${base}/cards`, ['Accept: */*', `Accept-Language: ${languages}`])
    expect([new Map(headers).get('Content-Language'), JSON.parse(body).message]).toEqual([
      language,
      language === 'en' ? 'A parameter is wrong' : '参数错误',
    ])
  })
})

test('an Accept that refuses JSON is 406, however much else it allows', async () => {
  expect(await ask('GET', list, ['Accept: application/json;q=0, */*'])).toMatchObject({ status: 406 })
  expect(await ask('GET', list, ['Accept: text/html, */*;q=0.1'])).toMatchObject({ status: 200 })
})

test('the error for a compressed body says so, not that its signature is wrong; identity is no compression', async () => {
  const signed = authorization(caller.pairs('POST', points, '{}'))
  const headers = { authorization: signed, 'content-type': 'application/json', 'content-encoding': 'gzip' }
  const compressed = await caller.send('POST', points, gzipSync('{}'), headers)
  expect([compressed.status, JSON.parse(compressed.text)]).toEqual([
    415,
    { code: 'INVALID_REQUEST', message: 'Content-Encoding须为identity，请发送未压缩的请求体' },
  ])
  const more = ['Accept: */*', 'Content-Type: application/json']
  for (const encoding of ['identity', ' Identity ', ''])
    expect((await ask('POST', points, [...more, `Content-Encoding: ${encoding}`], '{}')).status).toBe(400)
})

test.each([
  ['1e400', undefined],
  ['-1e400', undefined],
  ['9007199254740993', undefined],
  ['1.5', 1.5],
  ['-1', -1],
])('a wrong number %s is repeated as it was sent, or not at all', async (number, value) => {
  const body = `{"out_request_no":"r","brand_id":"${brand_id}","card_id":"p","openid":"o","user_card_code":"c","point_balance":${number}}`
  const { status, body: text } = await ask('POST', points, ['Accept: */*', 'Content-Type: application/json'], body)
  expect([status, JSON.parse(text).detail.value]).toEqual([400, value])
  expect(text.includes('"value"')).toBe(value !== undefined)
})

test('monitors may ask by HEAD: as GET, without the body; operations have no HEAD', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/docs/', '/docs/openapi.json']) {
    const { status, headers, body } = await askRaw(running.platform.url, 'HEAD', path, ['Host: a'])
    expect([path, status, body, Number(new Map(headers).get('Content-Length')) > 0]).toEqual([path, 200, '', true])
  }
  expect((await askRaw(running.platform.url, 'HEAD', list, ['Host: a'])).status).toBe(405)
})
