import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk } from '../src/desk.ts'
import type { Actor } from '../src/index.ts'
import { brand_id, openTestDesk, type TestDesk } from './fixtures/desk.ts'

const stranger: Actor = { staff_id: 'stranger', name: 'stranger', grants: [], second_factor_time: undefined }
const other: Actor = { ...stranger, grants: [{ brand_id: '2005', role: 'manager' }] }
const brand = { brand_id }
const card = { brand_id, card_id: 'pbLatjvWOibDc5-TBnbUk1pD12o0', user_card_code: '478500000000', openid: 'obLatj00000000' }
const member = { brand_id, openid: card.openid }
const reason = { invalid_reason: '用户申请退会' }
const person = { staff_id: 'none' }
/** Of a change that waits: who may decide it depends on its brand. */
let change_id = ''
const never = AbortSignal.timeout(60_000)

/** A call of every method that needs a permission for the brand, by an actor. */
const calls: Readonly<Record<string, (desk: Desk, actor: Actor, batch_id: string) => Promise<unknown>>> = {
  'batches.prepare': (desk, actor) => desk.batches.prepare(actor, { ...brand, path: '/nowhere' }),
  'batches.upload': (desk, actor) => desk.batches.upload(actor, { ...brand, content: Readable.from([]) }),
  'batches.check': (desk, actor, id) => desk.batches.check(actor, id),
  'batches.driveCheck': (desk, actor, id) => desk.batches.driveCheck(actor, id, never),
  'batches.checkProgress': (desk, actor, id) => desk.batches.checkProgress(actor, id),
  'batches.approve': (desk, actor, id) => desk.batches.approve(actor, id, { count: 1 }),
  'batches.reject': (desk, actor, id) => desk.batches.reject(actor, id, { reason: 'a test' }),
  'batches.sampleRows': (desk, actor, id) => desk.batches.sampleRows(actor, id),
  'batches.run': (desk, actor, id) => desk.batches.run(actor, id),
  'batches.driveRun': (desk, actor, id) => desk.batches.driveRun(actor, id, never),
  'batches.pause': (desk, actor, id) => desk.batches.pause(actor, id),
  'batches.resume': (desk, actor, id) => desk.batches.resume(actor, id),
  'batches.cancel': (desk, actor, id) => desk.batches.cancel(actor, id),
  'batches.get': (desk, actor, id) => desk.batches.get(actor, id),
  'batches.list': (desk, actor) => desk.batches.list(actor, brand),
  'batches.rows': (desk, actor, id) => desk.batches.rows(actor, id),
  'batches.readUnknown': (desk, actor, id) => desk.batches.readUnknown(actor, id),
  'batches.steps': (desk, actor, id) => desk.batches.steps(actor, id),
  'batches.forecast': (desk, actor, id) => desk.batches.forecast(actor, id),
  'batches.watch': (desk, actor, id) => desk.batches.watch(actor, id, { signal: never, renew: async () => actor }),
  'batches.faults': (desk, actor, id) => desk.batches.faults(actor, id),
  'batches.report': (desk, actor, id) => desk.batches.report(actor, id, 'report.csv'),
  'consents.record': (desk, actor) =>
    desk.consents.record(actor, {
      ...card,
      ...reason,
      channel: 'sms',
      told_at: '2026-11-01T10:00:00+08:00',
      agreed_at: '2026-11-02T10:00:00+08:00',
    }),
  'consents.withdraw': (desk, actor) => desk.consents.withdraw(actor, { ...brand, consent_id: 'none' }),
  'consents.withdrawAll': (desk, actor) => desk.consents.withdrawAll(actor, card),
  'consents.list': (desk, actor) => desk.consents.list(actor, brand),
  'consents.get': (desk, actor) => desk.consents.get(actor, { ...brand, consent_id: 'none' }),
  'consents.export': (desk, actor) => desk.consents.export(actor, { ...brand, consent_id: 'none' }),
  'consents.receipt': (desk, actor) => desk.consents.receipt(actor, { ...brand, consent_id: 'none' }),
  'members.find': (desk, actor) => desk.members.find(actor, member),
  'members.export': (desk, actor) => desk.members.export(actor, member),
  'members.page': (desk, actor) => desk.members.page(actor, member),
  'consentRequests.create': (desk, actor) => desk.consentRequests.create(actor, { ...card, ...reason }),
  'consentRequests.list': (desk, actor) => desk.consentRequests.list(actor, brand),
  'consentRequests.stop': (desk, actor) => desk.consentRequests.stop(actor, { ...brand, consent_request_id: 'none' }),
  'notices.list': (desk, actor) => desk.notices.list(actor, brand),
  'notices.add': (desk, actor) => desk.notices.add(actor, { ...brand, text_zh: '告知', text_en: 'notice' }),
  'evidence.keep': (desk, actor) => desk.evidence.keep(actor, { ...brand, content: Buffer.from('%PDF-%%EOF') }),
  'evidence.get': (desk, actor) => desk.evidence.get(actor, { ...brand, sha256: 'none' }),
  'cards.find': (desk, actor) => desk.cards.find(actor, { ...brand, text: card.openid }),
  'cards.get': (desk, actor) => desk.cards.get(actor, card),
  'templates.list': (desk, actor) => desk.templates.list(actor, brand),
  'templates.get': (desk, actor) => desk.templates.get(actor, card),
  'cards.reveal': (desk, actor) => desk.cards.reveal(actor, { ...card, reason: 'a test' }),
  'invalidations.create': (desk, actor) => desk.invalidations.create(actor, { ...card, ...reason, consent_id: 'none', last_four: '0000' }),
  'invalidations.preview': (desk, actor) => desk.invalidations.preview(actor, card),
  'invalidations.get': (desk, actor) => desk.invalidations.get(actor, { ...brand, invalidation_id: 'none' }),
  'invalidations.list': (desk, actor) => desk.invalidations.list(actor, brand),
  'invalidations.reconcile': (desk, actor) => desk.invalidations.reconcile(actor, { ...brand, invalidation_id: 'none' }),
  'staff.add': (desk, actor) => desk.staff.add(actor, { name: 'li', password: 'correct horse battery', grants: [] }),
  'staff.reset': (desk, actor) => desk.staff.reset(actor, { ...person, password: 'correct horse battery' }),
  'staff.invite': (desk, actor) => desk.staff.invite(actor, { name: 'li', grants: [] }),
  'staff.renew': (desk, actor) => desk.staff.renew(actor, person),
  'staff.invitations': (desk, actor) => desk.staff.invitations(actor),
  'staff.stopInvitation': (desk, actor) => desk.staff.stopInvitation(actor, { invitation_id: 'none' }),
  'staff.sessions': (desk, actor) => desk.staff.sessions(actor, person),
  'staff.endSessions': (desk, actor) => desk.staff.endSessions(actor, person),
  'staff.list': (desk, actor) => desk.staff.list(actor),
  'staff.permitted': (desk, actor) => desk.staff.permitted(actor, { ...brand, permission: 'look_up' }),
  'staff.setGrants': (desk, actor) => desk.staff.setGrants(actor, { ...person, grants: [] }),
  'staff.setFullName': (desk, actor) => desk.staff.setFullName(actor, { ...person, full_name: '王敏' }),
  'staff.setSignInName': (desk, actor) => desk.staff.setSignInName(actor, { ...person, sign_in_name: 'li@example.com' }),
  'staff.disable': (desk, actor) => desk.staff.disable(actor, person),
  'staff.enable': (desk, actor) => desk.staff.enable(actor, person),
  'audit.list': (desk, actor) => desk.audit.list(actor, brand),
  'audit.search': (desk, actor) => desk.audit.search(actor, { brand: brand_id }, 1),
  'brands.staff': (desk, actor) => desk.brands.staff(actor, brand),
  'audit.event': (desk, actor) => desk.audit.event(actor, { ...brand, index: 999_999 }),
  'audit.verification': (desk, actor) => desk.audit.verification(actor, brand),
  'audit.verify': (desk, actor) => desk.audit.verify(actor, brand),
  'audit.publish': (desk, actor) => desk.audit.publish(actor, { out: '/nowhere' }),
  'audit.prove': (desk, actor) => desk.audit.prove(actor, { event_id: `${brand_id}/999999` }),
  'audit.status': (desk, actor) => desk.audit.status(actor, brand),
  'audit.export': (desk, actor) => desk.audit.export(actor, brand),
  'connections.check': (desk, actor) => desk.connections.check(actor, { name: 'main' }),
  'rehearsals.join': (desk, actor) => desk.rehearsals.join(actor, { name: 'main', ...card }),
  'rehearsals.activate': (desk, actor) => desk.rehearsals.activate(actor, { name: 'main', ...card }),
  'rehearsals.change': (desk, actor) => desk.rehearsals.change(actor, { name: 'main', ...card, level: '金卡' }),
  'rehearsals.exchange': (desk, actor) => desk.rehearsals.exchange(actor, { name: 'main', ...card, deduct_points: 1 }),
  'rehearsals.open': (desk, actor) => desk.rehearsals.open(actor, { name: 'main', ...card }),
  'rehearsals.delete': (desk, actor) => desk.rehearsals.delete(actor, { name: 'main', ...card }),
  'settings.get': (desk, actor) => desk.settings.get(actor, brand),
  'settings.change': (desk, actor) => desk.settings.change(actor, { ...brand, change: { canary_rows: 1 } }),
  'settings.changeDesk': (desk, actor) => desk.settings.changeDesk(actor, { change: { staff_change_delay_hours: 30 } }),
  'changes.confirm': (desk, actor) => desk.changes.confirm(actor, { change_id }),
  purge: (desk, actor) => desk.purge(actor),
}

/** What concerns a sandbox as a whole: a role for any brand that its connection serves is enough, and this one serves all. */
const ofSandbox: Readonly<Record<string, (desk: Desk, actor: Actor) => Promise<unknown>>> = {
  'rehearsals.state': (desk, actor) => desk.rehearsals.state(actor, { name: 'main' }),
  'rehearsals.requests': (desk, actor) => desk.rehearsals.requests(actor, { name: 'main' }),
  'rehearsals.notifications': (desk, actor) => desk.rehearsals.notifications(actor, { name: 'main' }),
  'rehearsals.setClock': (desk, actor) => desk.rehearsals.setClock(actor, { name: 'main', advance_seconds: 1 }),
  'rehearsals.addFault': (desk, actor) => desk.rehearsals.addFault(actor, { name: 'main', fault: 'delay' }),
  'rehearsals.clearFaults': (desk, actor) => desk.rehearsals.clearFaults(actor, { name: 'main' }),
  'rehearsals.deliver': (desk, actor) => desk.rehearsals.deliver(actor, { name: 'main' }),
  'rehearsals.reset': (desk, actor) => desk.rehearsals.reset(actor, { name: 'main' }),
}

/** What anybody may call who is given a desk: they sign in, or learn nothing of a brand. */
const open = [
  'account.addPasskey',
  'account.factors',
  'account.removePasskey',
  'account.setTotp',
  'account.startPasskey',
  'account.startTotp',
  'account.setPassword',
  'account.sessions',
  'account.endSession',
  'batches.sample',
  'brands.list',
  'changes.get',
  'changes.list',
  'changes.stop',
  'connections.list',
  'demo.confirmSecondFactor',
  'demo.offer',
  'demo.open',
  'memberPage.answer',
  'memberPage.show',
  'settings.getDesk',
  'staff.isEmpty',
  'staff.names',
  'today.get',
  'welcome.get',
]

describe('every method of a desk', () => {
  let fixture: TestDesk
  let desk: Desk
  let batch_id = ''
  beforeAll(async () => {
    fixture = await openTestDesk()
    desk = new Desk(fixture.desk)
    const path = await fixture.file([{ user_card_code: card.user_card_code, openid: card.openid }])
    batch_id = (await desk.batches.prepare(fixture.actor('author', 'author'), { ...brand, path })).batch_id
    const { pending } = await desk.settings.change(fixture.actor('chen', 'admin'), { ...brand, change: { canary_rows: 20 } })
    change_id = pending?.change_id ?? ''
  })
  afterAll(() => fixture[Symbol.asyncDispose]())

  it.each(Object.entries(calls))('%s refuses whoever has no role for the brand', async (_name, call) => {
    for (const actor of [stranger, other]) await expect(call(desk, actor, batch_id)).rejects.toMatchObject({ kind: 'not_permitted' })
  })

  it.each(Object.entries(ofSandbox))('%s refuses whoever has no role, and whoever may not rehearse', async (_name, call) => {
    const auditor: Actor = { ...stranger, grants: [{ brand_id, role: 'auditor' }] }
    for (const actor of [stranger, auditor]) await expect(call(desk, actor)).rejects.toMatchObject({ kind: 'not_permitted' })
    await expect(call(desk, other)).rejects.toMatchObject({ kind: 'connection_not_sandbox' })
  })

  it('is called here, or may be called by anybody', () => {
    const nouns = Object.entries(desk).filter(([name]) => name !== 'sessions')
    const methods = nouns.flatMap(([noun, methods]) =>
      namesOf(Object.getPrototypeOf(methods)).flatMap((name) => (name === 'constructor' ? [] : [`${noun}.${name}`])),
    )
    expect(methods.toSorted()).toEqual(
      [...Object.keys(calls).filter((name) => name !== 'purge'), ...Object.keys(ofSandbox), ...open].toSorted(),
    )
  })

  it('lets anybody with a role stop a change that no other administrator could confirm, and nobody without', async () => {
    await expect(desk.changes.stop(stranger, { change_id })).rejects.toMatchObject({ kind: 'not_permitted' })
    expect(await desk.changes.stop(other, { change_id, reason: 'nobody asked' })).toMatchObject({
      state: 'stopped',
      reason: 'nobody asked',
    })
  })

  it('names staff to those who have a role alone', async () => {
    await expect(desk.staff.names(stranger)).rejects.toMatchObject({ kind: 'not_permitted' })
    expect(await desk.staff.names(other)).toEqual(new Map())
  })
})

/** The methods of a class, and of what it extends. */
function namesOf(prototype: object | null): string[] {
  return prototype === null || prototype === Object.prototype
    ? []
    : [...Object.getOwnPropertyNames(prototype), ...namesOf(Object.getPrototypeOf(prototype))]
}
