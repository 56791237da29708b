/** The desk's id, the first part of each tree's origin after the host. One row, made with the tables. */
export interface AuditLogRow {
  readonly desk_id: string
  /** The host in the origins; null until the first checkpoint or public address sets it for good. */
  readonly host: string | null
}

/** One thing that was done. Rows are added; only a purge deletes them, from the old end. */
export interface EventRow {
  /** A brand's id, or `desk`. */
  readonly tree: string
  /** From 0, without a gap. */
  readonly index: number
  readonly time: number
  readonly actor: string
  readonly action: string
  /** Canonical JSON: names in order, no spaces. */
  readonly facts: string
  /** Base64. */
  readonly leaf_hash: string
}

/** The newest state of a tree, signed at every append. */
export interface TreeRow {
  readonly tree: string
  readonly size: number
  /** The first event that was not purged. */
  readonly first_index: number
  /** Base64: the hashes of the complete subtrees from left to right, which append needs and the root is made of. */
  readonly frontier: string
  /** Of the last event. */
  readonly time: number
  readonly key_id: string
  readonly signature: string
  /** The size of the newest checkpoint, and its time; before the first, 0 and the time of the tree's first event. */
  readonly checkpoint_size: number
  readonly checkpoint_time: number
}

/** 256 hashes of one level, or fewer at level 0 where a purge ended within a tile. Tiles stay when the events below are purged. */
export interface TileRow {
  readonly tree: string
  readonly level: number
  readonly number: number
  /** Base64: the hash over all 256; empty while there are fewer. */
  readonly root: string
  /** Base64: the hashes, each of 32 bytes. */
  readonly hashes: string
}

/** Which cards so many events in a row name: see audit-card-blocks.ts. Only full blocks are stored. */
export interface CardBlockRow {
  readonly tree: string
  /** From 0: that of the first event, divided by the events of a block. */
  readonly number: number
  /** The beginning of each card's hash, all of one length, in order. */
  readonly cards: string
}

/** A signed checkpoint: the newest of its tree, or the newest with cosignatures. */
export interface CheckpointRow {
  readonly tree: string
  readonly size: number
  readonly time: number
  /** The signed note, with the desk's signature alone. */
  readonly note: string
  /** Lines of witnesses, each with its line feed. */
  readonly cosignatures: string
  /** Base64: an RFC 3161 time-stamp response over the note. */
  readonly token: string | null
}

/** What a witness is known to have of a tree. */
export interface WitnessRow {
  readonly tree: string
  /** The name in its verifier key. */
  readonly witness: string
  /** The last size that it confirmed. */
  readonly size: number
  /** Of its last cosignature, by its own clock. */
  readonly time: number | null
  /** Why the last attempt failed; null when it succeeded. */
  readonly error: string | null
  /** What goes with it: a status, a number, the network's reason. */
  readonly error_detail: string | null
  readonly error_time: number | null
}

/** The append-only audit log. */
export interface AuditTables {
  audit_log: AuditLogRow
  audit_trees: TreeRow
  audit_events: EventRow
  audit_tiles: TileRow
  audit_card_blocks: CardBlockRow
  audit_checkpoints: CheckpointRow
  audit_witnesses: WitnessRow
}
