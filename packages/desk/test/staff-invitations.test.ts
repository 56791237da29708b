import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { closeStaff, openStaff, password } from './fixtures/staff.ts'

afterAll(closeStaff)

const refused = (kind: string) => expect.objectContaining({ name: 'DeskError', kind })
const over = refused('invitation_over')
const admin = [{ brand_id: '*', role: 'admin' as const }]
const clerk = [{ brand_id: '1004', role: 'clerk' as const }]

type Desk = Awaited<ReturnType<typeof openStaff>>

function tokenOf(link: string | undefined): string {
  const [, token] = (link ?? '').split('#')
  if (token === undefined) throw new Error('there is no link')
  return token
}

/** Another administrator confirms what an invitation waits for. */
async function confirm(desk: Desk, change: { readonly change_id: string } | undefined) {
  const other = { staff_id: 'the-other', name: 'the-other', grants: admin, second_factor_time: desk.clock.seconds }
  if (change !== undefined) await desk.parts.changes.confirm(other, change.change_id)
}

async function invite(desk: Desk, invitee: Parameters<Desk['staff']['invite']>[0], by: string) {
  const made = await desk.staff.invite(invitee, by)
  await confirm(desk, made.change)
  return made
}

async function renew(desk: Desk, staff_id: string, by: string) {
  const made = await desk.staff.renew(staff_id, by)
  await confirm(desk, made.change)
  return made
}

/** Takes an invitation as its holder does. */
async function accept(desk: Desk, token: string, name?: string) {
  const { otpauth_uri, sealed_secret } = await desk.staff.openInvitation(token, name)
  const joined = await desk.staff.acceptInvitation(token, {
    name,
    password,
    sealed_secret,
    totp: desk.code(otpauth_uri),
    join_code: await desk.joinCode(token),
  })
  return { ...joined, otpauth_uri }
}

describe.each(kinds)('invitations on %s', (kind) => {
  test('make an account whose password and secret its holder alone knows', async () => {
    await using desk = await openStaff(kind)
    const chen = await desk.join('chen', admin)
    const invitee = { name: 'wang', full_name: '王敏', grants: [...clerk, ...clerk] }
    const { invitation, link, change } = await desk.staff.invite(invitee, chen.staff_id)
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8090\/join#[\w-]{43}$/)
    const token = tokenOf(link)
    const { staff_id } = invitation
    expect(invitation).toEqual({
      invitation_id: expect.any(String),
      staff_id,
      name: 'wang',
      full_name: '王敏',
      renewal: false,
      grants: clerk,
      state: 'waiting',
      invited_by: chen.staff_id,
      create_time: desk.clock.seconds,
      expire_time: undefined,
    })
    // The link works once its roles are in force.
    await expect(desk.staff.openInvitation(token)).rejects.toEqual(over)
    await confirm(desk, change)
    if (change !== undefined) expect(desk.staff.joinCode({ row: change })).toBe(await desk.joinCode(token))
    expect(await desk.staff.invitations()).toEqual([{ ...invitation, state: 'open', expire_time: desk.clock.seconds + 72 * 3600 }])
    const first = await desk.staff.openInvitation(token)
    const { otpauth_uri, sealed_secret, name, code_needed } = await desk.staff.openInvitation(token)
    expect([name, code_needed, otpauth_uri === first.otpauth_uri]).toEqual(['wang', true, false])
    const join_code = await desk.joinCode(token)
    const acceptance = { password, sealed_secret, totp: desk.code(otpauth_uri), join_code }
    // Whoever made the link and kept it has no code.
    for (const none of [undefined, '', 'f'.repeat(20)])
      await expect(desk.staff.acceptInvitation(token, { ...acceptance, join_code: none })).rejects.toEqual(refused('join_code_wrong'))
    // The code of the other secret, no secret, and the secret of somebody else confirm nothing.
    const wrong = refused('second_factor_wrong')
    await expect(desk.staff.acceptInvitation(token, { ...acceptance, totp: desk.code(first.otpauth_uri) })).rejects.toEqual(wrong)
    await expect(desk.staff.acceptInvitation(token, { ...acceptance, sealed_secret: 'none' })).rejects.toEqual(wrong)
    const [held] = await desk.rows('select sealed_secret from totp_secrets')
    const theirs = { ...acceptance, sealed_secret: String(held?.sealed_secret), totp: desk.code(chen.otpauth_uri) }
    await expect(desk.staff.acceptInvitation(token, theirs)).rejects.toEqual(wrong)
    await expect(desk.staff.acceptInvitation(token, { ...acceptance, password: 'Wang' })).rejects.toEqual(refused('password_weak'))
    expect(await desk.staff.acceptInvitation(token, acceptance)).toEqual({ staff_id, name: 'wang' })
    await expect(desk.staff.acceptInvitation(token, acceptance)).rejects.toEqual(over)
    await expect(desk.staff.openInvitation(token)).rejects.toEqual(over)
    desk.clock.advance(30)
    expect(await desk.staff.signIn({ name: 'wang', password, totp: desk.code(otpauth_uri) })).toMatchObject({ staff_id, grants: clerk })
    expect(desk.events.map(({ action }) => action)).toEqual([
      'staff.add',
      'staff.invite',
      'change.propose',
      'change.confirm',
      'staff.join',
      'staff.sign_in',
    ])
    expect([desk.events[1], desk.events[4]]).toEqual([
      {
        brand_id: '',
        actor: chen.staff_id,
        action: 'staff.invite',
        facts: { invitation_id: invitation.invitation_id, staff_id, name: 'wang', full_name: '王敏', grants: clerk },
      },
      {
        brand_id: '',
        actor: staff_id,
        action: 'staff.join',
        facts: { invitation_id: invitation.invitation_id, staff_id, renewal: false, name: 'wang', grants: clerk },
      },
    ])
    expect((await desk.staff.list()).find((member) => member.staff_id === staff_id)?.full_name).toBe('王敏')
    expect(await desk.rows('select granted_by from grants where brand_id = 1004'.replace('1004', "'1004'"))).toEqual([
      { granted_by: chen.staff_id },
    ])
    const tables = ['invitations', 'totp_secrets', 'staff', 'passwords']
    const kept = JSON.stringify([await Promise.all(tables.map((table) => desk.rows(`select * from ${table}`))), desk.events])
    for (const secret of [token, password, new URL(otpauth_uri).searchParams.get('secret') ?? '']) expect(kept).not.toContain(secret)
  })

  test('are good for 72 hours, until they are stopped, and while whoever made them administers', async () => {
    await using desk = await openStaff(kind)
    const [chen, zhao] = [await desk.join('chen', admin), await desk.join('zhao', admin)]
    const late = await invite(desk, { name: 'late', grants: [] }, chen.staff_id)
    desk.clock.advance(72 * 3600 - 1)
    await expect(desk.staff.openInvitation(tokenOf(late.link))).resolves.toMatchObject({ name: 'late' })
    desk.clock.advance(1)
    await expect(accept(desk, tokenOf(late.link))).rejects.toEqual(over)
    const stopped = await invite(desk, { name: 'late', grants: [] }, chen.staff_id)
    await expect(desk.staff.invite({ name: 'Late', grants: [] }, zhao.staff_id)).rejects.toEqual(refused('invitation_exists'))
    await desk.staff.stopInvitation(stopped.invitation.invitation_id, zhao.staff_id)
    await expect(accept(desk, tokenOf(stopped.link))).rejects.toEqual(over)
    for (const id of [stopped.invitation.invitation_id, 'none'])
      await expect(desk.staff.stopInvitation(id, chen.staff_id)).rejects.toEqual(refused('invitation_unknown'))
    const theirs = await invite(desk, { name: 'friend', grants: admin }, zhao.staff_id)
    await desk.staff.disable(zhao.staff_id, chen.staff_id)
    await expect(accept(desk, tokenOf(theirs.link))).rejects.toEqual(over)
    await desk.staff.enable(zhao.staff_id, 'local')
    await desk.staff.setGrants(zhao.staff_id, [{ brand_id: '1004', role: 'admin' }], chen.staff_id)
    await expect(accept(desk, tokenOf(theirs.link))).rejects.toEqual(over)
    expect((await desk.staff.invitations()).map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
      'friend open',
      'late expired',
      'late stopped',
    ])
    expect((await desk.staff.list()).map(({ name }) => name)).toEqual(['chen', 'zhao'])
  })

  test('of an administrator who is alone work after the delay, unless somebody stops them', async () => {
    await using desk = await openStaff(kind)
    const chen = await desk.join('chen', admin)
    const wang = await desk.join('wang', clerk)
    const [made, stopped] = [
      await desk.staff.invite({ name: 'li', grants: admin }, chen.staff_id),
      await desk.staff.renew(wang.staff_id, chen.staff_id),
    ]
    const { changes } = desk.parts
    const waiting = (await changes.pending()).map(({ row, due_time }) => [row.kind, row.staff_id, due_time])
    const due = desk.clock.seconds + 24 * 3600
    expect(waiting).toEqual(
      expect.arrayContaining([
        ['invitation', null, due],
        ['invitation', wang.staff_id, due],
      ]),
    )
    // Whoever is to be renewed stops what they did not ask for; nobody confirms an invitation of their own.
    const own = { staff_id: chen.staff_id, name: 'chen', grants: admin, second_factor_time: desk.clock.seconds }
    await expect(changes.confirm(own, made.change?.change_id ?? '')).rejects.toEqual(refused('change_needs_another'))
    const theirs = { staff_id: wang.staff_id, name: 'wang', grants: clerk, second_factor_time: desk.clock.seconds }
    await changes.stop(theirs, stopped.change?.change_id ?? '')
    desk.clock.advance(24 * 3600 - 1)
    await expect(desk.staff.openInvitation(tokenOf(made.link))).rejects.toEqual(over)
    desk.clock.advance(1)
    expect(await desk.staff.openInvitation(tokenOf(made.link))).toMatchObject({ name: 'li' })
    await expect(desk.staff.openInvitation(tokenOf(stopped.link))).rejects.toEqual(over)
    expect((await desk.staff.invitations()).map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual(['li open', 'wang stopped'])
    // An invitation that is stopped takes its change along.
    const third = await desk.staff.invite({ name: 'sun', grants: clerk }, chen.staff_id)
    await desk.staff.stopInvitation(third.invitation.invitation_id, chen.staff_id)
    expect(await changes.get(third.change?.change_id ?? '')).toMatchObject({ row: { state: 'outdated' } })
  })

  test('that two use at once make one account', async () => {
    await using desk = await openStaff(kind)
    const chen = await desk.join('chen', admin)
    const token = tokenOf((await invite(desk, { name: 'wang', grants: clerk }, chen.staff_id)).link)
    const both = await Promise.allSettled([accept(desk, token), accept(desk, token)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: over })
    expect(await desk.rows("select count(*) as count from staff where name = 'wang'")).toEqual([{ count: 1 }])
  })

  test('do not take a name that somebody has, by the name or the sign-in name', async () => {
    await using desk = await openStaff(kind)
    const chen = await desk.join('chen', admin)
    const inviteAs = (name: string, sign_in_name?: string) => invite(desk, { name, sign_in_name, grants: [] }, chen.staff_id)
    await expect(inviteAs('CHEN')).rejects.toEqual(refused('staff_exists'))
    await expect(inviteAs('wang', 'Chen')).rejects.toEqual(refused('staff_exists'))
    await expect(inviteAs('a b')).rejects.toEqual(refused('staff_malformed'))
    const { link } = await inviteAs('wang')
    await desk.join('Wang')
    await expect(accept(desk, tokenOf(link))).rejects.toEqual(refused('staff_exists'))
  })

  test('replace a lost second factor: the roles stay, and everything that was known before ends', async () => {
    await using desk = await openStaff(kind)
    const [chen, zhao, wang] = [await desk.join('chen', admin), await desk.join('zhao', admin), await desk.join('wang', clerk)]
    const { token: session } = await desk.staff.openSession(wang.credentials())
    const own = refused('own_account')
    await expect(desk.staff.renew(chen.staff_id, chen.staff_id)).rejects.toEqual(own)
    await expect(desk.staff.renew('nobody', chen.staff_id)).rejects.toEqual(refused('staff_unknown'))
    const { invitation, link } = await renew(desk, wang.staff_id, chen.staff_id)
    expect(invitation).toMatchObject({ staff_id: wang.staff_id, name: 'wang', renewal: true, grants: [] })
    // Until it is used, nothing is lost.
    expect(await desk.staff.actorOf(session)).toMatchObject({ name: 'wang' })
    for (let at = 0; at < 5; at++)
      await expect(desk.staff.signIn({ ...wang.credentials(), totp: '000000' })).rejects.toEqual(refused('sign_in_wrong'))
    const { otpauth_uri, sealed_secret } = await desk.staff.openInvitation(tokenOf(link))
    const anew = { name: 'wang', password: 'another long password', totp: desk.code(otpauth_uri) }
    await desk.staff.acceptInvitation(tokenOf(link), { ...anew, sealed_secret, join_code: await desk.joinCode(tokenOf(link)) })
    expect(await desk.staff.actorOf(session)).toBeUndefined()
    desk.clock.advance(30)
    await expect(desk.staff.signIn(wang.credentials())).rejects.toEqual(refused('sign_in_wrong'))
    expect(await desk.staff.signIn({ ...anew, totp: desk.code(otpauth_uri) })).toMatchObject({ staff_id: wang.staff_id, grants: clerk })
    // An account that was disabled since stays so.
    const lost = await renew(desk, zhao.staff_id, chen.staff_id)
    await desk.staff.disable(zhao.staff_id, chen.staff_id)
    await expect(accept(desk, tokenOf(lost.link))).rejects.toEqual(over)
    await expect(desk.staff.renew(zhao.staff_id, chen.staff_id)).rejects.toEqual(refused('staff_unknown'))
  })

  test('of the first start: one link, replaced at each start, for one administrator who chooses the name', async () => {
    await using desk = await openStaff(kind)
    const [first, second] = [tokenOf(await desk.staff.firstLink()), tokenOf(await desk.staff.firstLink())]
    await expect(accept(desk, first, 'root')).rejects.toEqual(over)
    await expect(desk.staff.openInvitation(second, 'a b')).rejects.toEqual(refused('staff_malformed'))
    const opened = await desk.staff.openInvitation(second, 'root')
    expect(opened).toEqual({
      otpauth_uri: expect.stringContaining('card-member:root?'),
      sealed_secret: expect.any(String),
      code_needed: false,
    })
    await expect(desk.staff.acceptInvitation(second, { ...opened, password, totp: desk.code(opened.otpauth_uri) })).rejects.toEqual(
      refused('staff_malformed'),
    )
    desk.clock.advance(72 * 3600)
    await expect(accept(desk, second, 'root')).rejects.toEqual(over)
    const third = tokenOf(await desk.staff.firstLink())
    const both = await Promise.allSettled([accept(desk, third, 'root'), accept(desk, third, 'other')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [administrator] = await desk.staff.list()
    expect(administrator?.grants).toEqual(admin)
    expect(desk.events.map(({ actor, action }) => ({ actor, action }))).toEqual([{ actor: administrator?.staff_id, action: 'staff.join' }])
    expect(await desk.staff.firstLink()).toBeUndefined()
    expect(await desk.staff.invitations()).toEqual([])
  })

  test('of the first start are over once somebody was added in another way', async () => {
    await using desk = await openStaff(kind)
    const token = tokenOf(await desk.staff.firstLink())
    await desk.join('lilei')
    await expect(accept(desk, token, 'root')).rejects.toEqual(over)
  })
})
