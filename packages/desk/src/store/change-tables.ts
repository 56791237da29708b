import type { ChangeKind, ChangeState } from '../contract/changes.ts'

/** Changes that loosen what protects members: pending ones, and what became of the others. */
export interface PendingChangesTable {
  change_id: string
  kind: ChangeKind
  /** The brand whose administrators confirm it; `*` for the desk as a whole. */
  brand_id: string
  /** Whom it concerns. */
  staff_id: string | null
  /** JSON: what its kind needs. */
  value: string
  /** What it was based on, as text; when that differs, the change is outdated. */
  basis: string
  state: ChangeState
  proposed_by: string
  propose_time: number
  expire_time: number
  decided_by: string | null
  decide_time: number | null
  reason: string | null
}
