import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { downloadCertificates, events, operations } from '@card-member/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { type Platform, startPlatform } from '../src/index.ts'
import { connectSandbox } from '../src/testing/index.ts'
import { askRaw } from './fixtures/raw-http.ts'
import { makeTenants, type TenantsFolder } from './fixtures/tenants.ts'

let tenants: TenantsFolder
let platform: Platform

beforeAll(async () => {
  tenants = makeTenants()
  platform = await start()
})
afterAll(async () => {
  await platform.close()
  tenants[Symbol.dispose]()
})

function start(): Promise<Platform> {
  const { folder } = tenants
  return startPlatform({
    tenants: tenants.tenants,
    folder,
    database: `sqlite:${folder}/p.db`,
    public_url: 'http://cards.example:8080',
    log: new CapturedLog().log,
    sandbox: true,
  })
}

async function ask(headers: readonly string[], path = '/_sandbox/'): Promise<[status: number, code: string | undefined]> {
  const { status, body } = await askRaw(platform.url, 'GET', path, headers)
  return [status, JSON.parse(body).code]
}

const token = () => `Authorization: Bearer ${platform.sandbox_token}`

test('a sandbox always has a token, which its owner alone can read, and keeps it over a restart', async () => {
  const file = join(tenants.folder, 'sandbox.token')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const kept = readFileSync(file, 'utf8').trim()
  expect(kept).toMatch(/^[\w-]{32}$/)
  expect(platform.sandbox_token).toBe(kept)
  await platform.close()
  platform = await start()
  expect(platform.sandbox_token).toBe(kept)
  expect((await connectSandbox(platform.url, { token: kept }).state()).forward).toBeNull()
})

test('without the token no control answers, be it a reading one', async () => {
  for (const path of ['/_sandbox/', '/_sandbox/requests', '/_sandbox/snapshot', '/_sandbox/clock'])
    expect(await ask(['Host: localhost'], path)).toEqual([401, 'SIGN_ERROR'])
  for (const wrong of [
    'Bearer',
    'Bearer x',
    `Basic ${platform.sandbox_token}`,
    `Bearer ${platform.sandbox_token}x`,
    `${platform.sandbox_token}`,
  ])
    expect(await ask(['Host: localhost', `Authorization: ${wrong}`])).toEqual([401, 'SIGN_ERROR'])
})

describe('names that another site can lead here are refused, with the token too', () => {
  test.each([
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'localhost.evil.example.',
    '127.1',
    '0x7f000001',
    'host.docker.internal',
    '127.0.0.1.evil.example',
    'localhost@evil',
    'a b',
    '[::1',
    'xn--cards',
    '-',
  ])('Host: %s', async (host) => {
    expect(await ask([`Host: ${host}`, token()])).toEqual([403, 'NO_AUTH'])
  })

  test('in the target as in the header', async () => {
    expect(await ask(['Host: localhost', token()], 'http://evil.example/_sandbox/')).toEqual([403, 'NO_AUTH'])
    expect(await ask(['Host: evil.example', token()], 'http://localhost/_sandbox/')).toEqual([403, 'NO_AUTH'])
    expect((await ask(['Host: localhost', token()], 'http://localhost/_sandbox/'))[0]).toBe(200)
  })

  test.each(['http://evil.example', 'null', 'http://localhost:1', 'https://cards.example'])('Origin: %s', async (origin) => {
    expect(await ask(['Host: localhost', `Origin: ${origin}`, token()])).toEqual([403, 'NO_AUTH'])
  })
})

test.each([
  'localhost',
  'localhost.',
  'CARDS.example.:8080',
  'LOCALHOST:8080',
  '127.0.0.1',
  '127.0.0.1:8080',
  '[::1]:8080',
  '10.0.0.8',
  'cards.example:8080',
  'cards.example',
])('Host: %s is its own', async (host) => {
  expect((await ask([`Host: ${host}`, token()]))[0]).toBe(200)
  expect((await ask([`Host: ${host}`, `Origin: http://${host}`, token()]))[0]).toBe(200)
})

test('the error of a control does not repeat what was sent', async () => {
  const post = async (body: string) =>
    (await askRaw(platform.url, 'POST', '/_sandbox/faults', ['Host: localhost', token(), 'Content-Type: application/json'], body)).body
  expect(JSON.parse(await post('{"phone_number": 13800001234')).message).toBe('the body must be a JSON object, sent as application/json')
  expect(JSON.parse(await post('{"fault":"delay","\u202e😀":1}')).message).toBe('the body has unknown keys: ??')
})

test('a fault on an operation or event that is none is refused with the names there are, and kept nowhere', async () => {
  const post = async (rule: object) => {
    const headers = ['Host: localhost', token(), 'Content-Type: application/json']
    const { status, body } = await askRaw(platform.url, 'POST', '/_sandbox/faults', headers, JSON.stringify(rule))
    return { status, ...JSON.parse(body) }
  }
  const calls = [...operations, downloadCertificates].map(({ id }) => id).join(', ')
  const notices = Object.keys(events).join(', ')
  expect(calls).toMatch(/\binvalidateUserCard\b.*\bdownloadCertificates\b/)
  expect(await post({ fault: 'delay', on: 'endCard' })).toMatchObject({
    status: 400,
    message: `/on of delay must be one of ${calls}; received "endCard"`,
  })
  expect(await post({ fault: 'notification_late', on: 'invalidateUserCard' })).toMatchObject({
    status: 400,
    message: `/on of notification_late must be one of ${notices}; received "invalidateUserCard"`,
  })
  expect(await post({ fault: 'delay', on: 'USER_CARD.CREATE' })).toMatchObject({ status: 400 })
  expect(await connectSandbox(platform.url, { token: platform.sandbox_token ?? '' }).faults.list()).toEqual([])
})

test('the scheme of the token may be written in any case', async () => {
  for (const scheme of ['bearer', 'BEARER'])
    expect((await ask(['Host: localhost', `Authorization: ${scheme} ${platform.sandbox_token}`]))[0]).toBe(200)
})

test('a snapshot with rows that no table can hold is the fault of who sends it, and replaces nothing', async () => {
  const head = '{"format":"card-member sandbox","version":1}'
  const restore = async (row: string) => {
    const body = `${head}\n{"table":"cards","row":${row}}\n`
    const headers = ['Host: localhost', token(), 'Content-Type: application/x-ndjson']
    const { status, body: text } = await askRaw(platform.url, 'POST', '/_sandbox/restore', headers, body)
    return [status, JSON.parse(text).message]
  }
  const words = 'the snapshot has rows that the table cards cannot hold; nothing was replaced'
  for (const row of ['{"brand_id":"\\u0000"}', '{"brand_id":"1"}', '{"nothing":1}', '{}', '{"brand_id":{"a":1}}'])
    expect([row, await restore(row)]).toEqual([row, [400, words]])
})
