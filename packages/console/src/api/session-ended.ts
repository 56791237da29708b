type Listener = () => void

/** Tells the shell that an answer said that nobody is signed in. */
class SessionEnded {
  readonly #listeners = new Set<Listener>()

  tell(): void {
    for (const listener of this.#listeners) listener()
  }

  /** @returns what stops listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export const sessionEnded = new SessionEnded()
