import type { Preflight, RowState } from '../contract/batch.ts'
import type { BatchKey, RowFilter } from './batch-rows.ts'
import type { Store } from './store.ts'

/** How many rows of a batch are in one condition. */
export interface RowGroup {
  readonly state: RowState
  /** Undefined while the rows are not checked. */
  readonly preflight: Preflight | undefined
  readonly faulty: boolean
  readonly warned: boolean
  readonly count: number
}

const none: Readonly<Record<RowState, number>> = {
  pending: 0,
  sending: 0,
  done: 0,
  already_invalid: 0,
  rejected: 0,
  not_found: 0,
  mismatched: 0,
  missing_consent: 0,
  unknown: 0,
}

/** The kept counts of a batch's rows, read without a look at any row. */
export class RowCounts {
  readonly #groups: readonly RowGroup[]

  constructor(groups: readonly RowGroup[]) {
    this.#groups = groups
  }

  /** How many rows are in each state. */
  byState(): Record<RowState, number> {
    const counts = { ...none }
    for (const { state, count } of this.#groups) counts[state] += count
    return counts
  }

  /** How many rows the check has found in each condition. */
  byPreflight(): Partial<Record<Preflight, number>> {
    const counts: Partial<Record<Preflight, number>> = {}
    for (const { preflight, count } of this.#groups) if (preflight !== undefined) counts[preflight] = (counts[preflight] ?? 0) + count
    return counts
  }

  /** How many rows a filter lets through. */
  matching({ states, preflight, faulty, warned, planned }: RowFilter): number {
    const matches = (group: RowGroup) =>
      (states === undefined || states.includes(group.state)) &&
      (preflight === undefined || group.preflight === preflight) &&
      (!faulty || group.faulty) &&
      (!warned || group.warned) &&
      (!planned || (!group.faulty && (group.preflight === 'can_be_invalidated' || group.preflight === 'expired')))
    return this.#groups.filter(matches).reduce((sum, { count }) => sum + count, 0)
  }
}

/** The kept counts of a batch's rows. */
export async function rowCountsOf({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<RowCounts> {
  const rows = await database
    .selectFrom('batch_counts')
    .select(({ fn }) => ['state', 'preflight', 'faulty', 'warned', fn.sum<number>('row_count').as('total')])
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .groupBy(['state', 'preflight', 'faulty', 'warned'])
    .execute()
  return new RowCounts(
    rows.flatMap(({ state, preflight, faulty, warned, total }) => {
      const count = Number(total)
      const group = {
        state,
        preflight: preflight === '' ? undefined : preflight,
        faulty: Number(faulty) === 1,
        warned: Number(warned) === 1,
      }
      return count === 0 ? [] : [{ ...group, count }]
    }),
  )
}
