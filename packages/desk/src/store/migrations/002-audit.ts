import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { auditIndexes } from '../audit-search.ts'

const idBytes = 8

/** The append-only audit log: one Merkle tree for each brand and one for the desk; the desk's id, which is made here, once. */
export const audit = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = (name: string) => database.schema.createTable(name).addColumn('tree', key, (column) => column.notNull())

    await database.schema
      .createTable('audit_log')
      .addColumn('desk_id', key, (column) => column.primaryKey())
      .addColumn('host', 'text')
      .modifyEnd(end)
      .execute()
    await sql`insert into audit_log (desk_id) values (${randomBytes(idBytes).toString('hex')})`.execute(database)

    await table('audit_trees')
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('first_index', 'bigint', (column) => column.notNull())
      .addColumn('frontier', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .addColumn('checkpoint_size', 'bigint', (column) => column.notNull())
      .addColumn('checkpoint_time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_trees_key', ['tree'])
      .modifyEnd(end)
      .execute()

    await table('audit_events')
      .addColumn('index', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('facts', 'text', (column) => column.notNull())
      .addColumn('leaf_hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_events_key', ['tree', 'index'])
      .modifyEnd(end)
      .execute()
    // Which trees and keys the desk's own tree knows is read at every start.
    await sql`create index audit_events_known on audit_events (tree, "index") where action in ('audit.key', 'audit.tree')`.execute(database)
    for (const index of auditIndexes(kind)) await index.execute(database)

    await table('audit_tiles')
      .addColumn('level', 'bigint', (column) => column.notNull())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('root', 'text', (column) => column.notNull())
      .addColumn('hashes', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_tiles_key', ['tree', 'level', 'number'])
      .modifyEnd(end)
      .execute()

    await table('audit_card_blocks')
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('cards', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_card_blocks_key', ['tree', 'number'])
      .modifyEnd(end)
      .execute()

    await table('audit_checkpoints')
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addColumn('note', 'text', (column) => column.notNull())
      .addColumn('cosignatures', 'text', (column) => column.notNull())
      .addColumn('token', 'text')
      .addPrimaryKeyConstraint('audit_checkpoints_key', ['tree', 'size'])
      .modifyEnd(end)
      .execute()

    await table('audit_witnesses')
      .addColumn('witness', key, (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint')
      .addColumn('error', 'text')
      .addColumn('error_detail', 'text')
      .addColumn('error_time', 'bigint')
      .addPrimaryKeyConstraint('audit_witnesses_key', ['tree', 'witness'])
      .modifyEnd(end)
      .execute()

    const verifications = ['start_time', 'progress_time', 'total', 'checked', 'findings_left_off'].reduce(
      (made, name) => made.addColumn(name, 'bigint', (column) => column.notNull()),
      database.schema.createTable('audit_verifications').addColumn('scope', key, (column) => column.primaryKey()),
    )
    await verifications
      .addColumn('started_by', 'text', (column) => column.notNull())
      .addColumn('end_time', 'bigint')
      .addColumn('findings', 'text', (column) => column.notNull())
      .modifyEnd(end)
      .execute()
  },
})
