import { type Kysely, sql } from 'kysely'

/** Notifications that wait to be delivered. */
export const outbox = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = database.schema.createTable('outbox').addColumn('brand_id', key, (column) => column.notNull())
    // Numbered by the database: the notifications of one card are sent in that order.
    const numbered =
      kind === 'sqlite'
        ? table.addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
        : table
            .addColumn('sequence', 'bigint', (column) => column.notNull().generatedAlwaysAsIdentity())
            .addPrimaryKeyConstraint('outbox_key', ['brand_id', 'sequence'])
    await numbered
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
      .addColumn('last_status', 'bigint')
      .addColumn('last_detail', 'text')
      .execute()
    await sql`create index outbox_due on outbox (next_time) where state = 'pending'`.execute(database)
    await sql`create index outbox_order on outbox (brand_id, card_id, openid, sequence) where state = 'pending'`.execute(database)
  },
})
