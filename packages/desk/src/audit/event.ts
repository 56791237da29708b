import type { Store } from '../store/store.ts'

/** A value that an event can hold. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact }

/** One thing that was done. It holds nothing personal: a card is named by its hash and the last four of its code. */
export interface AuditEvent {
  /** The brand whose tree it belongs to; empty for the desk as a whole. */
  readonly brand_id: string
  /** The staff id, `desk` for what the desk does by itself, or `local`: a command on the desk's machine. */
  readonly actor: string
  /** What was done, as `noun.verb`: `card.look_up`, `consent.record`, `batch.approve`. */
  readonly action: string
  readonly facts: Readonly<Record<string, Fact>>
}

/** Where events go. */
export interface AuditWriter {
  /**
   * Adds events in the caller's transaction, so that a change and its event are stored together or not at all. Call it last in a
   * transaction: it locks the trees until the end.
   */
  append(store: Store, events: readonly AuditEvent[]): Promise<void>
}
