import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
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
})
