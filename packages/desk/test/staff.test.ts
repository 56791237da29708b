import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { readSecret, secretFile } from '../src/staff/auth-secret.ts'
import { closeStaff, openStaff, password } from './fixtures/staff.ts'

afterAll(closeStaff)

const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })
const wrong = refused('sign_in_wrong')

describe.each(kinds)('staff on %s', (kind) => {
  test('sign in with name, password and second factor, and have what they were granted', async () => {
    await using desk = await openStaff(kind)
    const li = await desk.join('李雷', [
      { brand_id: '1004', role: 'clerk' },
      { brand_id: '*', role: 'auditor' },
      { brand_id: '1004', role: 'clerk' },
    ])
    expect(li.otpauth_uri).toMatch(
      /^otpauth:\/\/totp\/card-member:%E6%9D%8E%E9%9B%B7\?issuer=card-member&secret=[A-Z2-7]{52}&algorithm=SHA1&digits=6&period=30$/,
    )
    expect(await desk.staff.signIn(li.credentials())).toEqual({
      staff_id: li.staff_id,
      name: '李雷',
      grants: [
        { brand_id: '*', role: 'auditor' },
        { brand_id: '1004', role: 'clerk' },
      ],
      second_factor_time: desk.clock.seconds,
    })
    expect(desk.events).toEqual([
      {
        brand_id: '',
        actor: 'local',
        action: 'staff.add',
        facts: {
          staff_id: li.staff_id,
          name: '李雷',
          grants: [
            { brand_id: '1004', role: 'clerk' },
            { brand_id: '*', role: 'auditor' },
          ],
        },
      },
      { brand_id: '', actor: li.staff_id, action: 'staff.sign_in', facts: { method: 'command' } },
    ])
  })

  test('a wrong part is refused, and the answer does not say which one it was', async () => {
    await using desk = await openStaff(kind)
    const { credentials, otpauth_uri, staff_id } = await desk.join('lilei')
    const attempts = [
      { ...credentials(), password: `${password}.` },
      { ...credentials(), totp: '000000' },
      { ...credentials(), totp: '' },
      { ...credentials(), totp: desk.code(otpauth_uri, desk.clock.seconds - 60) },
      { ...credentials(), name: 'hanmeimei' },
      { ...credentials(), name: 'li\0lei' },
    ]
    for (const attempt of attempts) await expect(desk.staff.signIn(attempt)).rejects.toEqual(wrong)
    const failed = desk.events.filter(({ action }) => action === 'staff.sign_in_failed')
    expect(failed.map(({ actor }) => actor)).toEqual([staff_id, staff_id, staff_id, staff_id, '', ''])
    expect(JSON.stringify(desk.events)).not.toContain('hanmeimei')
    expect(new Set(failed.map(({ facts }) => facts.name_hash)).size).toBe(3)
  })

  test('a code of the step before or after is taken, each code once, and none of a step before one that was used', async () => {
    await using desk = await openStaff(kind)
    const { credentials, otpauth_uri } = await desk.join('lilei')
    const signIn = (shift: number) => desk.staff.signIn({ ...credentials(), totp: desk.code(otpauth_uri, desk.clock.seconds + shift) })
    const used = refused('totp_used')
    await expect(signIn(-30)).resolves.toMatchObject({ name: 'lilei' })
    await expect(signIn(-30)).rejects.toEqual(used)
    await expect(signIn(30)).resolves.toMatchObject({ name: 'lilei' })
    for (const shift of [-30, 0, 30]) await expect(signIn(shift)).rejects.toEqual(used)
    // Whoever has the code and no password learns nothing of it.
    await expect(desk.staff.signIn({ ...credentials(), password: 'another long password' })).rejects.toEqual(wrong)
    desk.clock.advance(60)
    await expect(signIn(0)).resolves.toMatchObject({ name: 'lilei' })
  })

  test('of two who give one code at once, one is let in', async () => {
    await using desk = await openStaff(kind)
    const { credentials } = await desk.join('lilei')
    const both = await Promise.allSettled([desk.staff.signIn(credentials()), desk.staff.openSession(credentials())])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: refused('totp_used') })
  })

  test('names are had once, and have a form; passwords need twelve characters and are no name', async () => {
    await using desk = await openStaff(kind)
    await desk.join('Li.Lei_1-a')
    const add = (name: string, given = password, sign_in_name?: string) =>
      desk.staff.add({ name, password: given, sign_in_name, grants: [] }, 'local')
    for (const name of ['li.lei_1-a', 'ＬＩ.lei_1-a']) await expect(add(name)).rejects.toEqual(refused('staff_exists'))
    for (const name of ['', 'a b', 'a@b', 'a\0', '李'.repeat(65)]) await expect(add(name)).rejects.toEqual(refused('staff_malformed'))
    for (const wrong of ['', ' a', 'a\u200b', 'a'.repeat(255)])
      await expect(add('b', password, wrong)).rejects.toEqual(refused('staff_malformed'))
    for (const weak of ['elevenchars', '会员会员会员会员会员会']) await expect(add('b', weak)).rejects.toEqual(refused('password_weak'))
    await expect(add('a-long-enough-name', 'A-Long-Enough-Name')).rejects.toEqual(refused('password_weak'))
    await add('李'.repeat(64), '会员会员会员会员会员会员', 'Li@Example.com')
    await expect(add('b', password, 'li@example.com')).rejects.toEqual(refused('staff_exists'))
    expect((await desk.staff.list()).map(({ name, sign_in_name }) => ({ name, sign_in_name }))).toEqual([
      { name: 'Li.Lei_1-a', sign_in_name: 'li.lei_1-a' },
      { name: '李'.repeat(64), sign_in_name: 'li@example.com' },
    ])
  })

  test('two who add the same name at once end with one person', async () => {
    await using desk = await openStaff(kind)
    const added = await Promise.allSettled([desk.join('lilei'), desk.join('LiLei')])
    expect(added.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(desk.events.map(({ action }) => action)).toEqual(['staff.add'])
  })

  test('grants are replaced, with who did it', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials } = await desk.join('lilei', [{ brand_id: '1004', role: 'clerk' }])
    await desk.staff.setGrants(staff_id, [{ brand_id: '1005', role: 'approver' }], 'local')
    expect(await desk.rows('select * from grants')).toEqual([
      { brand_id: '1005', staff_id, role: 'approver', granted_by: 'local', time: desk.clock.seconds },
    ])
    expect(desk.events.at(-1)).toEqual({
      brand_id: '',
      actor: 'local',
      action: 'staff.grants',
      facts: { staff_id, grants: [{ brand_id: '1005', role: 'approver' }] },
    })
    expect((await desk.staff.signIn(credentials())).grants).toEqual([{ brand_id: '1005', role: 'approver' }])
    await desk.forgetCodes()
    expect(await desk.staff.list()).toEqual([
      {
        staff_id,
        name: 'lilei',
        full_name: null,
        sign_in_name: 'lilei',
        create_time: desk.clock.seconds,
        disabled_time: null,
        grants: [{ brand_id: '1005', role: 'approver' }],
      },
    ])
    await desk.staff.setGrants(staff_id, [], 'the-admin')
    expect((await desk.staff.signIn(credentials())).grants).toEqual([])
    const unknown = refused('staff_unknown')
    await expect(desk.staff.setGrants('nobody', [], 'x')).rejects.toEqual(unknown)
    await expect(desk.staff.disable('nobody', 'x')).rejects.toEqual(unknown)
    await expect(desk.staff.reset('nobody', password, 'x')).rejects.toEqual(unknown)
    await expect(desk.staff.renew('nobody', 'x')).rejects.toEqual(unknown)
  })

  test('the operator of the machine replaces a password and a second factor; the old ones are worth nothing', async () => {
    await using desk = await openStaff(kind)
    const { staff_id, credentials } = await desk.join('lilei')
    const old = credentials()
    for (let failure = 0; failure < 5; failure++) await expect(desk.staff.signIn({ ...old, password: 'x' })).rejects.toEqual(wrong)
    await expect(desk.staff.reset(staff_id, 'short', 'local')).rejects.toEqual(refused('password_weak'))
    const uri = await desk.staff.reset(staff_id, 'another long password', 'local')
    const anew = { name: 'lilei', password: 'another long password', totp: desk.code(uri) }
    await expect(desk.staff.signIn({ ...anew, password })).rejects.toEqual(wrong)
    await expect(desk.staff.signIn({ ...anew, totp: old.totp })).rejects.toEqual(wrong)
    await expect(desk.staff.signIn(anew)).resolves.toMatchObject({ staff_id })
    expect(desk.events[6]).toEqual({ brand_id: '', actor: 'local', action: 'staff.reset', facts: { staff_id } })
  })

  test('no password, secret of a second factor or token is in a row or an event', async () => {
    await using desk = await openStaff(kind)
    const { otpauth_uri, credentials } = await desk.join('lilei')
    const { token } = await desk.staff.openSession(credentials())
    const tables = ['staff', 'passwords', 'totp_secrets', 'sessions', 'grants', 'sign_in_failures', 'invitations']
    const rows = await Promise.all(tables.map((table) => desk.rows(`select * from ${table}`)))
    const kept = JSON.stringify([rows, desk.events])
    const shown = new URL(otpauth_uri).searchParams.get('secret') ?? ''
    expect([shown.length, token.length]).toEqual([52, 43])
    for (const secret of [password, shown, fromBase32(shown), token, credentials().totp]) expect(kept).not.toContain(secret)
    expect(rows[1]).toEqual([
      expect.objectContaining({ password_hash: expect.stringMatching(/^\$scrypt\$ln=1,r=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/) }),
    ])
    expect(rows[3]).toEqual([expect.objectContaining({ token_hash: expect.stringMatching(/^[\w-]{43}$/) })])
  })
})

test("the secret is made once, for the owner's eyes", () => {
  const folder = mkdtempSync(path(tmpdir(), 'card-member-people-'))
  try {
    secretFile(path(folder, 'desk')).make?.()
    const made = readSecret(path(folder, 'desk'))
    secretFile(path(folder, 'desk')).make?.()
    expect(made).toMatch(/^[\w-]{43}$/)
    expect(readSecret(path(folder, 'desk'))).toBe(made)
    expect(statSync(path(folder, 'desk', 'auth_secret')).mode & 0o777).toBe(0o600)
    expect(readFileSync(path(folder, 'desk', 'auth_secret'), 'utf8')).toBe(`${made}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function fromBase32(text: string): string {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join('')
}
