import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { requestConsent } from '../src/domain/consent-requests.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { keepEvidence } from '../src/domain/evidence.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
import { addNotice } from '../src/domain/notices.ts'
import { changeSettings } from '../src/domain/settings.ts'
import { withUnloggedRows } from '../src/domain/unlogged-rows.ts'
import { bare } from './fixtures/audit-log.ts'
import { brand_id } from './fixtures/desk.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

describe.each(kinds)('on %s', (kind) => {
  test('rows that were written around the audit log are found', async () => {
    await using fixture = await desks.lend({ kind })
    const { context } = fixture.desk
    const clerk = fixture.actor('cleo', 'clerk')
    const [card] = await fixture.importCards(1)
    if (card === undefined) throw new Error('there is one card')
    const now = Math.floor(Date.now() / 1000)
    const named = { ...card, brand_id, card_id: fixture.card_id, invalid_reason: '用户申请退会' }
    const { consent_id } = await recordConsent(context, clerk, { ...named, channel: 'sms', told_at: now - 7200, agreed_at: now - 3600 })
    const { invalidation_id } = await invalidateCard(context, clerk, { ...named, consent_id, last_four: card.user_card_code.slice(-4) })
    const verify = async () => withUnloggedRows(context, await context.auditLog.verify(), undefined)
    expect(await verify()).toMatchObject({ ok: true, findings: [] })
    const around = async (table: 'consents' | 'invalidations', id: string, known: string, changes: string) => {
      await sql`create table copied as select * from ${sql.table(table)} where ${sql.ref(id)} = ${known}`.execute(context.database.write)
      await sql`update copied set ${sql.raw(changes)}`.execute(context.database.write)
      await sql`insert into ${sql.table(table)} select * from copied`.execute(context.database.write)
      await sql`drop table copied`.execute(context.database.write)
    }
    await around('consents', 'consent_id', consent_id, "consent_id = 'forged'")
    expect(bare(await verify())).toEqual([{ tree: brand_id, subject: 'consents: 1', kind: 'row_without_event' }])
    await around('invalidations', 'invalidation_id', invalidation_id, "invalidation_id = 'forged', card_hash = 'other'")
    expect(bare(await verify())).toEqual([
      { tree: brand_id, subject: 'invalidations forged', kind: 'row_without_event' },
      { tree: brand_id, subject: 'consents: 1', kind: 'row_without_event' },
    ])
  })

  test('staff, grants, settings, files of evidence and requests for consent that were written around the audit log are found', async () => {
    await using fixture = await desks.lend({ kind })
    const { context } = fixture.desk
    const verify = async (tree?: string) =>
      bare(await withUnloggedRows(context, await context.auditLog.verify({ ...(tree && { tree }) }), tree))
    await changeSettings(context, fixture.actor('root', 'admin'), brand_id, { single_limit_per_person: 10 })
    await keepEvidence(context, fixture.actor('cleo', 'clerk'), brand_id, Buffer.from('%PDF-1.7 %%EOF'))
    const grants = [{ brand_id, role: 'clerk' }] as const
    const { staff_id } = await fixture.desk.staff.add({ name: 'sun', password: 'correct horse battery', grants }, 'local')
    const notice = { text_zh: '告知', text_en: 'told', brand_name: 'Brand', brand_contact: '400' }
    await addNotice(context, fixture.actor('root', 'admin'), brand_id, notice)
    const [card] = await fixture.importCards(1)
    if (card === undefined) throw new Error('there is one card')
    const asked = { ...card, brand_id, card_id: fixture.card_id, invalid_reason: '用户申请退会' }
    await requestConsent(context, fixture.actor('cleo', 'clerk'), asked)
    expect(await verify()).toEqual([])
    const change = (statement: string) => sql`${sql.raw(statement)}`.execute(context.database.write)
    await change(`update settings set value = replace(value, '"single_limit_per_person":10', '"single_limit_per_person":999')`)
    await change(`update grants set role = 'admin' where staff_id = '${staff_id}'`)
    await change(`update consent_requests set consent_request_id = 'forged'`)
    await change(`update evidence set sha256 = 'forged'`)
    const of_brand = [
      { tree: brand_id, subject: 'settings single_limit_per_person', kind: 'row_without_event' },
      { tree: brand_id, subject: 'consent_requests forged', kind: 'row_without_event' },
      { tree: brand_id, subject: 'evidence forged', kind: 'row_without_event' },
    ]
    const of_desk = { tree: 'desk', subject: `grants ${staff_id}`, kind: 'row_without_event' }
    expect(await verify()).toEqual([of_desk, ...of_brand])
    expect(await verify(brand_id)).toEqual(of_brand)
    await change(`update staff set id = 'forged' where id = '${staff_id}'`)
    expect(await verify('desk')).toEqual([{ tree: 'desk', subject: 'staff forged', kind: 'row_without_event' }])
  })
})
