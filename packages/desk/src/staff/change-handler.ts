import type { AuditEvent } from '../audit/event.ts'
import type { ChangeKind, ChangeValue } from '../contract/changes.ts'
import type { Store } from '../store/store.ts'

/** Who is behind a change that comes into force. */
export interface Decision {
  readonly change_id: string
  readonly proposed_by: string
  /** The administrator who confirmed it, or `desk` after the delay. */
  readonly confirmed_by: string
}

/** What the changes of one kind are about, and how one is applied. */
export interface ChangeHandler<Value> {
  /** The brand whose administrators decide; `*` for the desk as a whole. */
  brandOf(value: Value): string
  /** Whom a change concerns: they may stop it, and cannot confirm it. */
  concernOf(value: Value): string | undefined
  /** What the audit log keeps of it; nothing secret. */
  factsOf(value: Value): AuditEvent['facts']
  /** Locks what a change is based on until the transaction ends. */
  lock(store: Store, value: Value): Promise<void>
  /** What a change is based on, as text: when it differs at the time of the decision, the change dies. */
  basisOf(store: Store, value: Value): Promise<string>
  /** What `basisOf` says of the fields that the change replaces, under their names. */
  beforeOf(basis: string): Readonly<Record<string, unknown>>
  /** Applies a change in the transaction of its decision. Returns its events, which are written at the end. @throws {DeskError} when it is not possible any more */
  apply(store: Store, value: Value, decision: Decision): Promise<readonly AuditEvent[]>
  /** Cleans up after a change that was stopped, expired or died, in the transaction of that. */
  drop?(store: Store, value: Value): Promise<void>
}

/** A handler for each kind. */
export type ChangeHandlers = { readonly [Kind in ChangeKind]: ChangeHandler<ChangeValue<Kind>> }
