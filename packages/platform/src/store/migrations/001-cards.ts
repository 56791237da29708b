import { type Kysely, sql } from 'kysely'

/** Card templates, user cards, their history, and answers by request number. Every key begins with `brand_id`. */
export const cards = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    // Rows are found by their keys only, so SQLite keeps them in the key's own tree.
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    // Keys are compared byte by byte, so that their order does not depend on the server's locale.
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = (name: string) => database.schema.createTable(name).addColumn('brand_id', key, (column) => column.notNull())

    await table('cards')
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('caller_kind', key, (column) => column.notNull())
      .addColumn('caller_id', key, (column) => column.notNull())
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addColumn('modify_time', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('cards_key', ['brand_id', 'card_id'])
      .modifyEnd(end)
      .execute()
    await database.schema.createIndex('cards_by_time').on('cards').columns(['brand_id', 'create_time', 'card_id']).execute()

    await table('user_cards')
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('user_card_code', key, (column) => column.notNull())
      .addColumn('code_state', 'text', (column) => column.notNull())
      .addColumn('openid', key, (column) => column.notNull())
      .addColumn('user_card_state', 'text', (column) => column.notNull())
      .addColumn('expire_time', 'bigint')
      .addColumn('pickup_time', 'bigint', (column) => column.notNull())
      .addColumn('invalid_time', 'bigint')
      .addColumn('invalid_reason', 'text')
      .addColumn('point_balance', 'bigint')
      .addColumn('confirm_state', 'text')
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addColumn('modify_time', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('user_cards_key', ['brand_id', 'card_id', 'user_card_code'])
      .modifyEnd(end)
      .execute()
    await database.schema
      .createIndex('user_cards_by_member')
      .on('user_cards')
      .columns(['brand_id', 'openid', 'create_time', 'card_id', 'user_card_code'])
      .execute()
    // A member holds one card of a template, besides invalid ones.
    await sql`create unique index user_cards_held on user_cards (brand_id, card_id, openid) where user_card_state <> 'INVALID'`.execute(
      database,
    )

    await table('history')
      .addColumn('card_id', key, (column) => column.notNull())
      .addColumn('entity', key, (column) => column.notNull())
      .addColumn('entity_id', key, (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('caller_kind', key, (column) => column.notNull())
      .addColumn('caller_id', key, (column) => column.notNull())
      .addColumn('operation', key, (column) => column.notNull())
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('change', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('history_key', ['brand_id', 'card_id', 'entity', 'entity_id', 'revision'])
      .modifyEnd(end)
      .execute()

    await table('requests')
      .addColumn('caller_kind', key, (column) => column.notNull())
      .addColumn('caller_id', key, (column) => column.notNull())
      .addColumn('operation', key, (column) => column.notNull())
      .addColumn('out_request_no', key, (column) => column.notNull())
      .addColumn('content_hash', 'text', (column) => column.notNull())
      .addColumn('reply', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('requests_key', ['brand_id', 'caller_kind', 'caller_id', 'operation', 'out_request_no'])
      .modifyEnd(end)
      .execute()
  },
})
