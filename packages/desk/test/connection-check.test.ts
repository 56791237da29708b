import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkFields } from '../src/doctor/index.ts'
import { type Actor, type Desk, openDesk } from '../src/index.ts'
import { brand_id, startTestEnvironment, type TestEnvironment } from './fixtures/environment.ts'

const administrator: Actor = {
  staff_id: 'root',
  name: 'root',
  grants: [{ brand_id: '*', role: 'admin' }],
  second_factor_time: undefined,
}

const auditor: Actor = { ...administrator, grants: [{ brand_id: '*', role: 'auditor' }] }

let environment: TestEnvironment
let desk: Desk
let fields: Readonly<Record<string, unknown>>
let path = ''

beforeAll(async () => {
  environment = await startTestEnvironment()
  const { folder, connections, database } = environment
  const [{ name: _name, per_second: _rate, ...credential }] = JSON.parse(await readFile(connections, 'utf8'))
  fields = credential
  path = join(folder, 'credential.json')
  await writeFile(path, JSON.stringify(fields))
  const entries = [
    { name: 'main', credential_file: 'credential.json', brands: [brand_id] },
    { name: 'inline', ...fields },
  ]
  await writeFile(connections, JSON.stringify(entries))
  desk = await openDesk({ database: database.url, folder, connections })
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await environment[Symbol.asyncDispose]()
})
beforeEach(() => writeFile(path, JSON.stringify(fields)))

const codes = (findings: readonly { readonly level: string; readonly code: string }[], level: string) =>
  findings.filter((finding) => finding.level === level).map(({ code }) => code)

describe('the check of a connection', () => {
  it.each(['main', 'inline'])('finds all in order on %s, and asks for a brand that it serves', async (name) => {
    const actor = name === 'main' ? administrator : { ...administrator, grants: [{ brand_id, role: 'admin' as const }] }
    const { ok, brand_id: asked, findings } = await desk.connections.check(actor, { name })
    expect({ ok, asked, wrong: codes(findings, 'failure') }).toEqual({ ok: true, asked: brand_id, wrong: [] })
    expect(findings.map(({ check }) => check)).toContain('permission')
    expect(findings.find(({ check }) => check === 'private_key_file')).toEqual({
      check: 'private_key_file',
      level: 'ok',
      code: 'KEY_READ',
      values: { bits: 2048 },
      words: { 'zh-CN': 'RSA，2048 位', en: 'RSA, 2048 bits' },
    })
    const [listed] = await desk.connections.list(administrator)
    expect(listed).toMatchObject({ name: 'main', health: 'working' })
  })

  it('reads the credential as it is now: a serial that the platform does not know', async () => {
    await writeFile(path, JSON.stringify({ ...fields, serial_no: 'A'.repeat(40) }))
    const { ok, findings } = await desk.connections.check(administrator, { name: 'main' })
    expect({ ok, warnings: codes(findings, 'warning'), failures: codes(findings, 'failure') }).toEqual({
      ok: false,
      warnings: ['CREDENTIAL_CHANGED'],
      failures: ['SIGN_ERROR'],
    })
    const wrong = findings.find(({ code }) => code === 'SIGN_ERROR')
    expect(wrong).toMatchObject({ check: 'signature', page: 'https://pay.weixin.qq.com/doc/v3/partner/4012081726' })
    const [event] = await desk.audit.search(auditor, { action: 'connection.check', brand: '-' }, 1)
    expect(event).toMatchObject({ staff_id: 'root', facts: { connection: 'main', brand_id, failures: ['SIGN_ERROR'] } })
    const [listed] = await desk.connections.list(administrator)
    expect(listed).toMatchObject({ health: 'failing', last_failure: { code: 'SIGN_ERROR' } })
  })

  it('a credential file that is gone', async () => {
    await rm(path)
    const { findings } = await desk.connections.check(administrator, { name: 'main' })
    expect(findings.map(({ check, code }) => `${check} ${code}`)).toEqual(['credential FILE_MISSING', 'connection NOT_TRIED'])
  })

  it('a brand that the platform does not let it act for', async () => {
    const { findings } = await desk.connections.check(administrator, { name: 'inline', brand_id: '2005' })
    expect(codes(findings, 'failure')).toEqual(['NOT_PERMITTED'])
  })

  it('is refused to others, and for brands that it does not serve', async () => {
    const manager: Actor = { ...administrator, grants: [{ brand_id: '*', role: 'manager' }] }
    await expect(desk.connections.check(manager, { name: 'main' })).rejects.toMatchObject({ kind: 'not_permitted' })
    await expect(desk.connections.check(administrator, { name: 'none' })).rejects.toMatchObject({ kind: 'connection_unknown' })
    await expect(desk.connections.check(administrator, { name: 'main', brand_id: '2005' })).rejects.toMatchObject({
      kind: 'connection_other_brand',
    })
    const other: Actor = { ...administrator, grants: [{ brand_id: '2005', role: 'admin' }] }
    await expect(desk.connections.check(other, { name: 'main' })).rejects.toMatchObject({ kind: 'not_permitted' })
  })
})

describe('a finding has nothing secret', () => {
  it.each([
    [
      'a PEM in place of its file',
      'private_key_file',
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----\n',
    ],
    ['an APIv3 key in place of its file', 'apiv3_key_file', 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4'],
  ])('%s', async (_what, field, secret) => {
    const { findings } = await checkFields({ path, fields: { ...fields, [field]: secret } }, Date.now())
    const failures = findings.filter(({ level }) => level === 'failure')
    expect(failures.length).toBeGreaterThan(0)
    for (const line of secret.trim().split('\n')) expect(JSON.stringify(findings)).not.toContain(line)
  })
})
