/**
 * The result of a claim: `taken`, this delivery handles the event; `busy`, another delivery handles it; `done`, it is handled.
 */
export type Claim = 'taken' | 'busy' | 'done'

/**
 * Remembers which events are handled. The same notification may arrive several times, also twice within a second on two
 * machines, so the store must decide a claim in one atomic step.
 *
 * @example
 * const store: EventStore = new MemoryEventStore() // one process
 * const store: EventStore = sqlEventStore(...)     // several
 */
export interface EventStore {
  /**
   * Tries to take a key. It stays taken for `lease_ms` unless it is confirmed or released earlier, so that a later delivery
   * handles the event when the process ends.
   *
   * @param owner a random text, new for each delivery
   */
  claim(key: string, owner: string, lease_ms: number): Promise<Claim>
  /** Marks a key as handled for `keep_ms`; without effect when `owner` no longer holds it. */
  confirm(key: string, owner: string, keep_ms: number): Promise<void>
  /** Releases a key after a failure; without effect when `owner` no longer holds it. */
  release(key: string, owner: string): Promise<void>
}
