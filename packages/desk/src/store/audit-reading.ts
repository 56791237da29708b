import { type Database, transact } from '@card-member/service/database'
import { sql } from 'kysely'
import type { ChainRow, CheckpointRow, EventRow } from './audit-tables.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/**
 * A row that may have been tampered with. Numbers are read as text: one may not be a number, or too large for the driver, and the
 * verification must not stop at it.
 */
type Untrusted<Row> = { readonly [Name in keyof Row]: string }

/** A chain at one time. */
export interface ChainSnapshot {
  readonly head: ChainRow | undefined
  readonly checkpoints: readonly CheckpointRow[]
  /** The last event that is stored, whatever the head says. */
  readonly last: string | undefined
}

/** Every brand that has anything in the audit log, in order. */
export async function auditedBrands({ database }: Store): Promise<string[]> {
  const { rows } = await sql<{ brand_id: string }>`select brand_id from audit_heads union select distinct brand_id from audit_events
    union select brand_id from audit_checkpoints order by brand_id`.execute(database)
  return rows.map(({ brand_id }) => brand_id)
}

/** The numbers of all chains, and how many there should be. */
export async function chainNumbers({ database }: Store): Promise<{ readonly numbers: readonly number[]; readonly chains: number }> {
  const { rows } = await sql<Untrusted<Pick<ChainRow, 'brand_id' | 'number' | 'chains'>>>`
    select brand_id, cast(number as text) as number, cast(chains as text) as chains from audit_heads`.execute(database)
  const own = rows.find(({ brand_id }) => brand_id === '')
  return { numbers: rows.map((row) => exact(row.number)), chains: own === undefined ? 0 : exact(own.chains) }
}

/** Head, checkpoints and end of a chain, all at the same time. */
export function readChain(database: Database<Schema>, brand_id: string): Promise<ChainSnapshot> {
  return transact(
    database,
    async ({ database: transaction }) => {
      const heads = await sql<Untrusted<ChainRow>>`
        select brand_id, cast(number as text) as number, cast(chains as text) as chains, cast(sequence as text) as sequence, hash, day,
          cast(checkpoint_sequence as text) as checkpoint_sequence, key_id, signature, cast(prune_sequence as text) as prune_sequence,
          prune_hash, prune_key_id, prune_signature
        from audit_heads where brand_id = ${brand_id}`.execute(transaction)
      const checkpoints = await sql<Untrusted<CheckpointRow>>`
        select brand_id, day, cast(sequence as text) as sequence, hash, cast(time as text) as time, key_id, signature
        from audit_checkpoints where brand_id = ${brand_id} order by day`.execute(transaction)
      const ends = await sql<{ last: string | null }>`
        select cast(max(sequence) as text) as last from audit_events where brand_id = ${brand_id}`.execute(transaction)
      return { head: heads.rows.map(chainOf)[0], checkpoints: checkpoints.rows.map(checkpointOf), last: ends.rows[0]?.last ?? undefined }
    },
    { oneMoment: true },
  )
}

const pageSize = 4000

/** Events of a chain in order, page by page: those after one sequence, up to another. */
export async function* eventPages(
  { database }: Store,
  brand_id: string,
  range: { readonly after?: string; readonly through: string },
): AsyncGenerator<EventRow[]> {
  let after = range.after
  while (true) {
    const { rows } = await sql<Untrusted<EventRow>>`
      select brand_id, cast(sequence as text) as sequence, cast(time as text) as time, actor, action, facts, previous_hash, hash
      from audit_events where brand_id = ${brand_id} and audit_events.sequence <= ${range.through}
        ${after === undefined ? sql`` : sql`and audit_events.sequence > ${after}`}
      order by audit_events.sequence limit ${pageSize}`.execute(database)
    if (rows.length > 0) yield rows.map((row) => ({ ...row, sequence: exact(row.sequence), time: exact(row.time) }))
    after = rows.at(-1)?.sequence
    if (rows.length < pageSize) return
  }
}

const chainOf = (row: Untrusted<ChainRow>): ChainRow => ({
  ...row,
  number: exact(row.number),
  chains: exact(row.chains),
  sequence: exact(row.sequence),
  checkpoint_sequence: exact(row.checkpoint_sequence),
  prune_sequence: exact(row.prune_sequence),
})

const checkpointOf = (row: Untrusted<CheckpointRow>): CheckpointRow => ({ ...row, sequence: exact(row.sequence), time: exact(row.time) })

function exact(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : Number.NaN
}
