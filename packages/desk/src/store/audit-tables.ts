/** One thing that was done. Rows are added; only a purge deletes them, from the old end. */
export interface EventRow {
  readonly brand_id: string
  /** From 1, without a gap within a brand. */
  readonly sequence: number
  readonly time: number
  readonly actor: string
  readonly action: string
  /** Canonical JSON: names in order, no spaces. */
  readonly facts: string
  readonly previous_hash: string
  readonly hash: string
}

/** The head of a brand's chain, and its prune point: the last event that was purged. */
export interface ChainRow {
  readonly brand_id: string
  /** Its 1-based position among the chains of this desk. */
  readonly number: number
  /** On the desk's own chain, how many chains there are; 0 on the others. When a whole chain is deleted, its number is missing. */
  readonly chains: number
  readonly sequence: number
  readonly hash: string
  /** The Beijing date that the last event belongs to. */
  readonly day: string
  /** The last event that a checkpoint covers. */
  readonly checkpoint_sequence: number
  readonly key_id: string
  readonly signature: string
  readonly prune_sequence: number
  readonly prune_hash: string
  readonly prune_key_id: string
  readonly prune_signature: string
}

/** The signature of a day that ended. */
export interface CheckpointRow {
  readonly brand_id: string
  /** Beijing date, `2026-11-24`. */
  readonly day: string
  /** The day's last event. */
  readonly sequence: number
  readonly hash: string
  readonly time: number
  readonly key_id: string
  readonly signature: string
}

/** The append-only audit log. */
export interface AuditTables {
  audit_events: EventRow
  audit_heads: ChainRow
  audit_checkpoints: CheckpointRow
}
