import { type Kysely, sql } from 'kysely'

// What a row is counted under, as a row of `batch_rows` has it.
const keyOf = (row: string) => `${row}.brand_id, ${row}.batch_id, ${row}.state, coalesce(${row}.preflight, '')`
const flagsOf = (row: string, kind: 'sqlite' | 'postgres') =>
  ['faults', 'warnings']
    .map((column) => (kind === 'sqlite' ? `${row}.${column} is not null` : `(${row}.${column} is not null)::int`))
    .join(', ')
const columns = 'brand_id, batch_id, state, preflight, faulty, warned, slot'

/**
 * How many rows of each batch are in each condition, kept by the database in the transaction that changes the rows: whatever changes them,
 * the counts agree.
 */
export const batchCounts = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const key = kind === 'sqlite' ? 'text' : 'text collate "C"'
    await sql
      .raw(`create table batch_counts (brand_id ${key} not null, batch_id ${key} not null, state ${key} not null, preflight ${key} not null,
        faulty bigint not null, warned bigint not null, slot bigint not null, row_count bigint not null,
        primary key (${columns})) ${kind === 'sqlite' ? 'without rowid' : ''}`)
      .execute(database)
    for (const statement of kind === 'sqlite' ? sqliteTriggers() : postgresTriggers()) await sql.raw(statement).execute(database)
  },
})

function sqliteTriggers(): string[] {
  const add = `insert into batch_counts (${columns}, row_count) values (${keyOf('new')}, ${flagsOf('new', 'sqlite')}, 0, 1)
    on conflict do update set row_count = row_count + 1;`
  const remove = `update batch_counts set row_count = row_count - 1 where (brand_id, batch_id, state, preflight, faulty, warned, slot)
    = (${keyOf('old')}, ${flagsOf('old', 'sqlite')}, 0);`
  return [
    `create trigger batch_rows_inserted after insert on batch_rows begin ${add} end`,
    `create trigger batch_rows_deleted after delete on batch_rows begin ${remove} end`,
    `create trigger batch_rows_updated after update of state, preflight, faults, warnings on batch_rows
      when (${keyOf('old')}, ${flagsOf('old', 'sqlite')}) is not (${keyOf('new')}, ${flagsOf('new', 'sqlite')}) begin ${remove} ${add} end`,
  ]
}

// One statement of many rows fires once. Each connection counts in one of 16 slots, whose sum counts: transactions beside each other would
// wait for one another at a single row until they commit.
function postgresTriggers(): string[] {
  const rowsOf = (table: string, delta: number) =>
    `select ${keyOf(table)} as preflight, ${flagsOf(table, 'postgres').replace(', ', ' as faulty, ')} as warned, ${delta} as delta from ${table}`
  const count = (changes: string) => `insert into batch_counts (${columns}, row_count)
    select brand_id, batch_id, state, preflight, faulty, warned, pg_backend_pid() % 16, sum(delta) from (${changes}) as changes
    group by 1, 2, 3, 4, 5, 6 having sum(delta) <> 0 order by 1, 2, 3, 4, 5, 6
    on conflict (${columns}) do update set row_count = batch_counts.row_count + excluded.row_count;`
  const [added, removed] = [rowsOf('new_rows', 1), rowsOf('old_rows', -1)]
  const trigger = (name: string, event: string, tables: string) =>
    `create trigger batch_rows_${name} after ${event} on batch_rows referencing ${tables} for each statement execute function count_batch_rows()`
  return [
    `create function count_batch_rows() returns trigger language plpgsql as $$ begin
      if tg_op = 'INSERT' then ${count(added)}
      elsif tg_op = 'DELETE' then ${count(removed)}
      else ${count(`${added} union all ${removed}`)}
      end if;
      return null;
    end $$`,
    trigger('inserted', 'insert', 'new table as new_rows'),
    trigger('deleted', 'delete', 'old table as old_rows'),
    trigger('updated', 'update', 'old table as old_rows new table as new_rows'),
  ]
}
