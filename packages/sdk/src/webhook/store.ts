/**
 * What became of a claim: `taken`, it is yours to handle; `busy`, another delivery is being handled; `done`, it was handled.
 */
export type Claim = 'taken' | 'busy' | 'done'

/**
 * Remembers which events were handled. The same notification may arrive several times, also twice within a second on two
 * machines, so a claim must be decided by one atomic step of the store.
 *
 * @example
 * const store: EventStore = new MemoryEventStore() // one process
 * const store: EventStore = sqlEventStore(...)     // several
 */
export interface EventStore {
  /**
   * Tries to take a key. It stays taken for `lease_ms` unless it is confirmed or released before, so that an event whose
   * process died is handled by a later delivery.
   *
   * @param owner a random text, new for each delivery
   */
  claim(key: string, owner: string, lease_ms: number): Promise<Claim>
  /** Marks a key as handled for `keep_ms`; without effect when `owner` does not hold it any more. */
  confirm(key: string, owner: string, keep_ms: number): Promise<void>
  /** Gives a key back after a failure; without effect when `owner` does not hold it any more. */
  release(key: string, owner: string): Promise<void>
}
