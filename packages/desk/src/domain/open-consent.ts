import { DeskError } from '../contract/desk-error.ts'
import { type ConsentRow, findOpenConsents, insertConsents, supersedeConsents } from '../store/consents.ts'
import type { Store } from '../store/store.ts'

/**
 * Adds consents in the caller's transaction. Each card has one open consent at most: `replaces` says whether a new consent replaces the
 * open one, or is itself stored as superseded by it. An index makes the rule exact: of two transactions one runs again.
 */
export async function placeConsents(
  store: Store,
  brand_id: string,
  rows: readonly ConsentRow[],
  replaces: (row: ConsentRow, open: ConsentRow) => boolean,
): Promise<void> {
  const open = await findOpenConsents(
    store,
    brand_id,
    rows.flatMap(({ state, card_hash }) => (state === 'recorded' ? [card_hash] : [])),
  )
  const replaced: Parameters<typeof supersedeConsents>[1][number][] = []
  const placed = rows.map((row): ConsentRow => {
    const other = row.state === 'recorded' ? open.get(row.card_hash) : undefined
    if (other === undefined) return row
    if (!replaces(row, other)) return { ...row, state: 'superseded', superseded_by: other.consent_id }
    replaced.push({ brand_id, consent_id: other.consent_id, superseded_by: row.consent_id })
    return row
  })
  await supersedeConsents(store, replaced)
  await insertConsents(store, placed)
}

/** Whether a consent replaces the open one when nobody said that it may: only one that has expired. @throws {DeskError} consent_open */
export function replacesExpired(now: number): (row: ConsentRow, open: ConsentRow) => boolean {
  return (_row, { consent_id, expire_time }) => {
    if (expire_time !== null && expire_time < now) return true
    throw new DeskError('consent_open', { consent_id })
  }
}

/** Whether a consent that a file brings replaces the open one: the later word counts, and that of whoever holds the card. */
export function replacesEarlier(now: number): (row: ConsentRow, open: ConsentRow) => boolean {
  return (row, open) =>
    open.openid_hash !== row.openid_hash || open.agreed_at < row.agreed_at || (open.expire_time !== null && open.expire_time < now)
}
