import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
import { addNotice } from '../src/domain/notices.ts'
import { changeSettings } from '../src/domain/settings.ts'
import { withUnloggedRows } from '../src/domain/unlogged-rows.ts'
import { bare } from './fixtures/audit-log.ts'
import { brand_id } from './fixtures/desk.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'
import { administrator, setSettings } from './fixtures/two-administrators.ts'

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

  test('rows that were changed around the audit log are found, each by its name', async () => {
    await using fixture = await desks.lend({ kind })
    const { context, staff } = fixture.desk
    const [clerk, admin] = [fixture.actor('cleo', 'clerk'), fixture.actor('root', 'admin')]
    const grants = [{ brand_id, role: 'clerk' as const }]
    const { staff_id } = await staff.add({ name: 'wang', password: 'correct horse battery', grants }, 'local')
    await setSettings(context, brand_id, { canary_rows: 11 })
    const { pending } = await changeSettings(context, administrator(context, 'chen'), brand_id, { canary_rows: 12 })
    const change_id = pending?.change_id ?? ''
    await addNotice(context, admin, brand_id, { text_zh: '告知', text_en: 'notice' })
    const [card] = await fixture.importCards(1)
    if (card === undefined) throw new Error('there is one card')
    const now = Math.floor(Date.now() / 1000)
    const named = { ...card, brand_id, card_id: fixture.card_id, invalid_reason: '用户申请退会' }
    const { consent_id } = await recordConsent(context, clerk, { ...named, channel: 'sms', told_at: now - 7200, agreed_at: now - 3600 })
    const { invalidation_id } = await invalidateCard(context, clerk, { ...named, consent_id, last_four: card.user_card_code.slice(-4) })
    const verify = async () => bare(await withUnloggedRows(context, await context.auditLog.verify(), undefined))
    expect(await verify()).toEqual([])
    const run = (statement: string) => sql.raw(statement).execute(context.database.write)
    const passkey = `'key', '${staff_id}', 'laptop', 'public', 0, 0, '', 0, null`
    const changes: readonly (readonly [tree: string, subject: string, change: string, back: string])[] = [
      ['desk', `grants of ${staff_id}`, `update grants set role = 'admin'`, `update grants set role = 'clerk'`],
      ['desk', `staff ${staff_id}`, 'update staff set disabled_time = 1', 'update staff set disabled_time = null'],
      ['desk', `passkeys of ${staff_id}`, `insert into passkeys values (${passkey})`, 'delete from passkeys'],
      [
        brand_id,
        'settings canary_rows',
        replaced('settings', 'value', '"canary_rows":11', '"canary_rows":0'),
        replaced('settings', 'value', '"canary_rows":0', '"canary_rows":11'),
      ],
      [
        brand_id,
        'settings daily_cap',
        replaced('settings', 'value', '"daily_cap":null', '"daily_cap":9'),
        replaced('settings', 'value', '"daily_cap":9', '"daily_cap":null'),
      ],
      [brand_id, 'notices 1', `update notices set text_zh = '无'`, `update notices set text_zh = '告知'`],
      [
        brand_id,
        `pending_changes ${change_id}`,
        replaced('pending_changes', 'value', '12', '13'),
        replaced('pending_changes', 'value', '13', '12'),
      ],
      [
        brand_id,
        `pending_changes ${change_id}`,
        `update pending_changes set state = 'stopped' where change_id = '${change_id}'`,
        `update pending_changes set state = 'pending' where change_id = '${change_id}'`,
      ],
      [
        brand_id,
        `invalidations ${invalidation_id}`,
        `update invalidations set state = 'rejected'`,
        `update invalidations set state = 'done'`,
      ],
      [brand_id, `invalidations ${invalidation_id}`, `update invalidations set code = 'X'`, 'update invalidations set code = null'],
    ]
    for (const [tree, subject, change, back] of changes) {
      await run(change)
      expect(await verify(), change).toEqual([{ tree, subject, kind: 'row_changed' }])
      await run(back)
    }
    expect(await verify()).toEqual([])
  })
})

function replaced(table: string, column: string, from: string, to: string): string {
  return `update ${table} set ${column} = replace(${column}, '${from}', '${to}')`
}
