import { type Kysely, sql } from 'kysely'

/** The append-only audit log: events in chains, the chains' heads, the checkpoints of their days. */
export const audit = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = (name: string) => database.schema.createTable(name).addColumn('brand_id', key, (column) => column.notNull())

    await table('audit_events')
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('facts', 'text', (column) => column.notNull())
      .addColumn('previous_hash', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_events_key', ['brand_id', 'sequence'])
      .modifyEnd(end)
      .execute()

    await table('audit_heads')
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('chains', 'bigint', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('day', key, (column) => column.notNull())
      .addColumn('checkpoint_sequence', 'bigint', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .addColumn('prune_sequence', 'bigint', (column) => column.notNull())
      .addColumn('prune_hash', 'text', (column) => column.notNull())
      .addColumn('prune_key_id', 'text', (column) => column.notNull())
      .addColumn('prune_signature', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_heads_key', ['brand_id'])
      .modifyEnd(end)
      .execute()

    await table('audit_checkpoints')
      .addColumn('day', key, (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_checkpoints_key', ['brand_id', 'day'])
      .modifyEnd(end)
      .execute()
  },
})
