import { type Kysely, sql } from 'kysely'

/** Points, openings, tokens, feeds, exchanges, activities, and the notifications that wait to be delivered. */
export const family = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = (name: string) => database.schema.createTable(name).addColumn('brand_id', key, (column) => column.notNull())

    await database.schema
      .alterTable('cards')
      .addColumn('mchid', key, (column) => column.notNull().defaultTo(''))
      .execute()
    await sql`update cards set mchid = coalesce((select history.mchid from history where history.brand_id = cards.brand_id
      and history.card_id = cards.card_id and history.user_card_code = '' and history.revision = 1), '')`.execute(database)
    await database.schema.alterTable('user_cards').addColumn('point_balance', 'bigint').execute()
    await database.schema.alterTable('user_cards').addColumn('confirm_state', 'text').execute()

    await table('tokens')
      .addColumn('token_hash', key, (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('openid', key, (column) => column.notNull())
      .addColumn('expire_time', 'bigint', (column) => column.notNull())
      .addColumn('used_time', 'bigint')
      .addPrimaryKeyConstraint('tokens_key', ['brand_id', 'token_hash'])
      .modifyEnd(end)
      .execute()

    await table('feeds')
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('user_card_code', key, (column) => column.notNull())
      .addColumn('mchid', key, (column) => column.notNull())
      .addColumn('out_request_no', key, (column) => column.notNull())
      .addColumn('cell', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('feeds_key', ['brand_id', 'card_id', 'user_card_code', 'mchid', 'out_request_no'])
      .modifyEnd(end)
      .execute()

    await table('exchanges')
      .addColumn('record_id', key, (column) => column.notNull())
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('user_card_code', key, (column) => column.notNull())
      .addColumn('openid', key, (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('result', 'text')
      .addColumn('state', 'text')
      .addColumn('coupon_code', 'text')
      .addColumn('reject_reason', 'text')
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addColumn('modify_time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('exchanges_key', ['brand_id', 'record_id'])
      .modifyEnd(end)
      .execute()

    await table('activities')
      .addColumn('activity_id', key, (column) => column.notNull())
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('begin_time', 'bigint', (column) => column.notNull())
      .addColumn('end_time', 'bigint', (column) => column.notNull())
      .addColumn('terminate_time', 'bigint')
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addColumn('modify_time', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('activities_key', ['brand_id', 'activity_id'])
      .modifyEnd(end)
      .execute()
    await database.schema.createIndex('activities_by_time').on('activities').columns(['brand_id', 'create_time', 'activity_id']).execute()

    // The one place where rows are numbered as they come: notifications of one card leave in that order.
    const outbox =
      kind === 'sqlite'
        ? table('outbox').addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
        : table('outbox')
            .addColumn('sequence', 'bigint', (column) => column.notNull().generatedAlwaysAsIdentity())
            .addPrimaryKeyConstraint('outbox_key', ['brand_id', 'sequence'])
    await outbox
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('openid', key, (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('resource', 'text', (column) => column.notNull())
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'bigint', (column) => column.notNull())
      .addColumn('next_time', 'bigint', (column) => column.notNull())
      .addColumn('lease', 'text')
      .addColumn('lease_time', 'bigint')
      .addColumn('last_result', 'text')
      .execute()
    await sql`create index outbox_due on outbox (next_time) where state = 'pending'`.execute(database)
    await sql`create index outbox_order on outbox (brand_id, card_id, openid, sequence) where state = 'pending'`.execute(database)
  },
})
