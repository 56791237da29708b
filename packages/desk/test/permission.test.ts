import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '../src/contract/contract.ts'
import { files } from '../src/contract/files.ts'
import { type Role, roles } from '../src/contract/index.ts'
import type { RequiredPermission } from '../src/contract/operation.ts'
import { Browser, type CallResult, resultOf } from './fixtures/browser.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'
import { type PermissionInputs, permissionInputs } from './permission-inputs.ts'
import { type Asked, table } from './permission-table.ts'

const operations = Object.values(contract)
const fileNames = Object.keys(files).filter((name): name is keyof typeof files => name in files)
// Signing out comes last, or what comes after it would be asked by nobody.
const asked: readonly Asked[] = [...operations.map(({ id }) => id).filter((id) => id !== 'closeSession'), ...fileNames, 'closeSession']
const roleNames = Object.keys(roles).filter((name): name is Role => name in roles)
const isFile = (name: Asked): name is keyof typeof files => name in files
const scopes = ['*', brand_id, '1005'] as const

let server: TestDeskServer
let inputs: PermissionInputs
const staff = new Map<Role, TestStaff>()

beforeAll(async () => {
  server = await startTestDeskServer()
  const [card, ...others] = await server.importCards(3)
  if (card === undefined) throw new Error('there are no cards')
  const author = await server.join('writer', { brand_id: '*', role: 'manager' })
  const { batch_id } = await author.browser.prepare({ brand_id }, server.csv(others))
  for (const role of roleNames) staff.set(role, await server.join(role))
  const { pending } = await server.administrator.browser.call('changeSettings', { brand_id, change: { canary_rows: 12 } })
  inputs = permissionInputs(server, card, batch_id, pending?.change_id ?? '')
})
afterAll(() => server[Symbol.asyncDispose]())

async function tell(browser: Browser, name: Asked): Promise<CallResult> {
  const input = inputs[name]
  if (!isFile(name)) return browser.result(name, input)
  const fields = Object.fromEntries(Object.entries(input).map(([field, value]) => [field, String(value)]))
  const { brand_id: brand = '' } = fields
  const json = { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } }
  if (files[name].method === 'POST' && !('upload' in files[name])) return resultOf(await browser.file(name, { brand_id: brand }, json))
  return resultOf(await browser.file(name, fields, files[name].method === 'POST' ? { body: `nothing that is kept by ${name}` } : {}))
}

/** Whether an answer says that it was let in; what becomes of it then is another matter. */
function verdict({ status, code }: CallResult): 'allowed' | 'not signed in' | 'refused' {
  if (status === 401 && code === 'NOT_SIGNED_IN') return 'not signed in'
  return status === 403 && code === 'NOT_PERMITTED' ? 'refused' : 'allowed'
}

/** Who may do it at all, as it is declared. */
function declared(name: Asked): 'anyone' | readonly Role[] {
  const permission: RequiredPermission = isFile(name) ? files[name].permission : contract[name].permission
  if (permission === 'anyone') return permission
  const any: readonly string[] = typeof permission === 'string' ? [permission] : permission
  return any.includes('signed_in') ? roleNames : roleNames.filter((role) => roles[role].some((held) => any.includes(held)))
}

/** What a role that is held for a scope comes to. */
function expected(name: Asked, role: Role, scope: (typeof scopes)[number]): 'allowed' | 'refused' {
  const path = isFile(name) ? files[name].path : contract[name].path
  const open = (isFile(name) ? files[name].permission : contract[name].permission) === 'signed_in'
  const may = table[name] === 'anyone' || table[name].includes(role)
  if (open || table[name] === 'anyone') return 'allowed'
  // Staff and the desk's own settings belong to the desk as a whole, all else to a brand.
  if (path.startsWith('/api/connections')) return may ? 'allowed' : 'refused'
  const reaches = /^\/api\/(staff|settings)/.test(path) ? scope === '*' : scope !== '1005'
  return may && reaches ? 'allowed' : 'refused'
}

async function verdicts(browser: Browser, names: readonly Asked[]) {
  const found: Partial<Record<Asked, ReturnType<typeof verdict>>> = {}
  for (const name of names) found[name] = verdict(await tell(browser, name))
  return found
}

/** Everything that calls could change, apart from when somebody was last seen. */
async function stored(): Promise<unknown> {
  const rows: Record<string, unknown> = {}
  const tables = [
    'batches',
    'batch_rows',
    'consents',
    'evidence',
    'notices',
    'settings',
    'invalidations',
    'daily_quotas',
    'audit_events',
    'staff',
    'grants',
    'invitations',
  ]
  for (const name of tables) rows[name] = await server.database.rows(`select * from ${name}`)
  rows.failures = await server.database.rows('select * from sign_in_failures')
  rows.sessions = await server.database.rows('select id, second_factor_time from sessions order by id')
  return rows
}

test('what is declared is what the table says', () => {
  expect(Object.fromEntries(asked.map((name) => [name, declared(name)]))).toEqual(table)
})

describe('who is refused', () => {
  test('nobody signed in gets no further than signing in, and nothing is done', async () => {
    const before = await stored()
    const closed = asked.filter((name) => table[name] !== 'anyone')
    expect(await verdicts(new Browser(server.desk.url), closed)).toEqual(Object.fromEntries(closed.map((name) => [name, 'not signed in'])))
    expect(await stored()).toEqual(before)
  })

  test.each(scopes)('every role that is held for %s, and nothing is done', async (scope) => {
    for (const role of roleNames) {
      const { staff_id, browser } = staff.get(role) ?? server.administrator
      await server.grant(staff_id, { brand_id: scope, role })
      const before = await stored()
      const refused = asked.filter((name) => expected(name, role, scope) === 'refused')
      const all = Object.fromEntries(refused.map((name) => [name, 'refused']))
      expect({ role, ...(await verdicts(browser, refused)) }).toEqual({ role, ...all })
      expect(await stored()).toEqual(before)
    }
  })
})

describe('who is let in', () => {
  test.each(scopes)('every role that is held for %s', async (scope) => {
    for (const role of roleNames) {
      const { staff_id, browser, name, next } = staff.get(role) ?? server.administrator
      await server.grant(staff_id, { brand_id: scope, role })
      const allowed = asked.filter((each) => each !== 'openSession' && expected(each, role, scope) === 'allowed')
      const all = Object.fromEntries(allowed.map((each) => [each, 'allowed']))
      expect({ role, ...(await verdicts(browser, allowed)) }).toEqual({ role, ...all })
      expect(await browser.result('getSession', {})).toEqual({ status: 401, code: 'NOT_SIGNED_IN' })
      await browser.call('openSession', { name, password: 'correct horse battery', totp: next() })
    }
  })

  test('a list of batches has those of the brands that are seen, and the audit log of the desk as a whole is for every brand', async () => {
    const { staff_id, browser } = staff.get('auditor') ?? server.administrator
    const seen = async (brand: string) => {
      await server.grant(staff_id, { brand_id: brand, role: 'auditor' })
      const { data, total_count } = await browser.call('listBatches', {})
      const whole = [
        verdict(await browser.result('listAuditEvents', { brand_id: '-' })),
        verdict(await browser.result('verifyAuditLog', { brand_id: '-' })),
        verdict(resultOf(await browser.file('auditJsonl', { brand_id: '-' }))),
      ]
      return { brands: data.map((batch) => batch.brand_id), total_count, whole }
    }
    const [allowed, refused] = ['allowed', 'refused'].map((each) => [each, each, each])
    expect(await seen('*')).toEqual({ brands: [brand_id], total_count: 1, whole: allowed })
    expect(await seen(brand_id)).toEqual({ brands: [brand_id], total_count: 1, whole: refused })
    expect(await seen('1005')).toEqual({ brands: [], total_count: 0, whole: refused })
    expect(await browser.result('listBatches', { brand_id })).toMatchObject({ status: 403, code: 'NOT_PERMITTED' })
  })

  test('anyone, where there is nothing to be let in to', async () => {
    const browser = new Browser(server.desk.url)
    expect([await tell(browser, 'openInvitation'), await tell(browser, 'acceptInvitation'), await tell(browser, 'openSession')]).toEqual([
      { status: 404, code: 'INVITATION_OVER' },
      { status: 404, code: 'INVITATION_OVER' },
      { status: 401, code: 'SIGN_IN_WRONG' },
    ])
  })
})
