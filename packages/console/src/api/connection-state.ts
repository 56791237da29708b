type Listener = () => void

/** How often a lost desk is asked whether it is back. */
const askAgain_ms = 3000

/** Whether the desk answers: a browser that is online may still not reach it. */
class ConnectionState {
  #lost = !navigator.onLine
  readonly #listeners = new Set<Listener>()

  constructor() {
    addEventListener('offline', () => this.#tell(true))
    addEventListener('online', () => void this.#ask())
  }

  get lost(): boolean {
    return this.#lost
  }

  /** Told of each request whether it was answered. */
  answered(yes: boolean): void {
    if (yes) this.#tell(false)
    else if (!this.#lost) {
      this.#tell(true)
      void this.#ask()
    }
  }

  /** @returns what stops listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #ask(): Promise<void> {
    try {
      await fetch('/healthz')
      this.#tell(false)
    } catch {
      setTimeout(() => void this.#ask(), askAgain_ms)
    }
  }

  #tell(lost: boolean): void {
    if (this.#lost === lost) return
    this.#lost = lost
    for (const listener of this.#listeners) listener()
  }
}

export const connectionState = new ConnectionState()
