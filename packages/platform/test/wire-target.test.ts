import { afterAll, describe, expect, test } from 'vitest'
import { authorization } from './fixtures/caller.ts'
import { base } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { askRaw, parseRaw, sendRaw } from './fixtures/raw-http.ts'
import { brand_id } from './fixtures/tenants.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`

const running = await startTestPlatform()
const { caller } = running
afterAll(async () => running[Symbol.asyncDispose]())

/** Sends one target, signed over another text. */
async function ask(sent: string | Buffer, signed: string, method = 'GET'): Promise<[status: number, body: string]> {
  const headers = `Host: a\r\nAccept: */*\r\nUser-Agent: raw\r\nAuthorization: ${authorization(caller.pairs(method, signed))}\r\nConnection: close\r\n\r\n`
  const request = Buffer.concat([Buffer.from(`${method} `), Buffer.from(sent), Buffer.from(` HTTP/1.1\r\n${headers}`)])
  const { status, body } = parseRaw(await sendRaw(running.platform.url, request))
  return [status, body]
}

describe('of a target that holds the whole URL, path and query are what is signed', () => {
  test.each([
    ['http://127.0.0.1', list],
    ['https://api.mch.weixin.qq.com', list],
    ['HTTP://api.mch.weixin.qq.com:8080', list],
    ['http://user:pass@host', list],
    ['http://', list],
  ])('%s', async (origin, target) => {
    expect((await ask(origin + target, target))[0]).toBe(200)
    const [status, body] = await ask(origin + target, origin + target)
    expect([status, JSON.parse(body).detail.sign_information.url]).toEqual([401, target])
  })

  test('one without a path is the root, which is not served', async () => {
    for (const target of ['http://host', 'http://host?brand_id=1', 'http://host/']) expect(await ask(target, '/')).toEqual([404, ''])
  })
})

describe('other forms of a target', () => {
  test.each([
    ['*', 'OPTIONS'],
    ['*', 'GET'],
    [`/${list}`, 'GET'],
    [`//host${list}`, 'GET'],
    [`ftp://host${list}`, 'GET'],
    [`/http://host${list}`, 'GET'],
    [`${base}//cards`, 'GET'],
    [encodeURI(`${base}/ｃards`), 'GET'],
  ])('%s by %s is served by nothing', async (target, method) => {
    expect(await ask(target, target, method)).toEqual([404, ''])
  })

  test('an empty query is signed with its question mark', async () => {
    const [status, body] = await ask(`${base}/cards?`, `${base}/cards?`)
    expect([status, JSON.parse(body).detail]).toEqual([400, { field: 'brand_id', issue: 'is required', location: 'query' }])
    expect((await ask(`${base}/cards?`, `${base}/cards`))[0]).toBe(401)
  })

  test.each([
    ['a fragment', `${list}#top`, 'the request target holds a fragment (#…), which is not sent over HTTP'],
    ['a full-width path', `${base}/ｃards`, 'the request target holds characters that must be percent-encoded'],
    [
      'a member code in plain Chinese',
      `${base}/user-cards/会员?openid=o`,
      'the request target holds characters that must be percent-encoded',
    ],
    [
      'a byte that is not ASCII',
      Buffer.concat([Buffer.from(list), Buffer.from([0xff])]),
      'the request target holds characters that must be percent-encoded',
    ],
    ['broken percent-encoding', `${base}/user-cards/%zz`, 'the path is not well-formed percent-encoded UTF-8'],
    ['a percent-encoded half of a character', `${base}/user-cards/%ED%A0%80`, 'the path is not well-formed percent-encoded UTF-8'],
    ['a percent sign at its end', `${base}/user-cards/a%`, 'the path is not well-formed percent-encoded UTF-8'],
  ])('with %s it is refused, and told why', async (_, target, issue) => {
    const [status, body] = await ask(target, list)
    const { code, message, detail } = JSON.parse(body)
    expect([status, code, message, detail.issue]).toEqual([400, 'INVALID_REQUEST', 'HTTP请求格式错误', issue])
  })

  test('the authority alone, as for a tunnel, ends the connection', async () => {
    expect(await sendRaw(running.platform.url, 'CONNECT host:443 HTTP/1.1\r\nHost: host\r\n\r\n')).toBe('')
    expect((await askRaw(running.platform.url, 'GET', 'host:443', ['Host: a'])).status).toBe(400)
  })
})

test('an error of the caller is no line of error in the log, and counts as theirs', async () => {
  expect(running.log.text).not.toContain('"level":"error"')
  const metrics = await (await fetch(`${running.platform.url}/metrics`)).text()
  expect(metrics).toContain('card_member_answers_total{operation="none",status="400",code="INVALID_REQUEST"}')
  expect(metrics).not.toContain('status="500"')
})
