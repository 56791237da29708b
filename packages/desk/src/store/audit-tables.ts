/** One thing that was done. Rows are only added, and taken away from the old end by a purge. */
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

/** The head of a brand's chain, and where the chain begins since its last purge. */
export interface ChainRow {
  readonly brand_id: string
  /** Its 1-based position among the chains of this desk. */
  readonly number: number
  /** On the desk's own chain, how many chains there are; 0 on the others. A chain taken away whole leaves its number missing. */
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

/** A day that is over, signed. */
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
