import { type Kysely, sql } from 'kysely'

/** The append-only record: entries in chains, the chains' heads, the seals of their days. */
export const record = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = (name: string) => database.schema.createTable(name).addColumn('brand_id', key, (column) => column.notNull())

    await table('entries')
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('facts', 'text', (column) => column.notNull())
      .addColumn('previous_hash', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('entries_key', ['brand_id', 'sequence'])
      .modifyEnd(end)
      .execute()

    await table('chains')
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('chains', 'bigint', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('day', key, (column) => column.notNull())
      .addColumn('sealed_sequence', 'bigint', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .addColumn('base_sequence', 'bigint', (column) => column.notNull())
      .addColumn('base_hash', 'text', (column) => column.notNull())
      .addColumn('base_key_id', 'text', (column) => column.notNull())
      .addColumn('base_signature', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('chains_key', ['brand_id'])
      .modifyEnd(end)
      .execute()

    await table('seals')
      .addColumn('day', key, (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('seals_key', ['brand_id', 'day'])
      .modifyEnd(end)
      .execute()
  },
})
