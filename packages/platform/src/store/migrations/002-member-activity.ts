import { type Kysely, sql } from 'kysely'

/** Tokens, feeds, exchanges and activities. Every key begins with `brand_id`. */
export const memberActivity = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = (name: string) => database.schema.createTable(name).addColumn('brand_id', key, (column) => column.notNull())

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
      .addColumn('caller_kind', key, (column) => column.notNull())
      .addColumn('caller_id', key, (column) => column.notNull())
      .addColumn('out_request_no', key, (column) => column.notNull())
      .addColumn('cell', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('feeds_key', ['brand_id', 'card_id', 'user_card_code', 'caller_kind', 'caller_id', 'out_request_no'])
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
  },
})
