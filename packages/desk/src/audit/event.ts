import type { Store } from '../store/store.ts'

/** A value that an event can hold. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact }

/** One thing that was done. It holds nothing personal: cards stand in it by the key and the last four of their code. */
export interface AuditEvent {
  /** The brand whose record it belongs to; empty for what concerns the desk as a whole. */
  readonly brand_id: string
  /** The person's id, or `desk` for what the desk does by itself. */
  readonly actor: string
  /** What was done, as `noun.verb`: `card.look_up`, `consent.record`, `batch.approve`. */
  readonly action: string
  readonly facts: Readonly<Record<string, Fact>>
}

/** Where events go. */
export interface AuditWriter {
  /**
   * Adds events in the caller's transaction, so that what is done and its event are one. Call it last in a transaction:
   * it holds the brand's chain until the end.
   */
  append(store: Store, events: readonly AuditEvent[]): Promise<void>
}
