import type { CardKey } from '../store/cards.ts'

/** Whom a notification is for: the host that it is posted to, and the merchant that asked for it. */
export interface Receiver {
  readonly host: string
  readonly mchid: string
}

/** How many notifications may be on their way at once. */
export interface ShareLimits {
  readonly host: number
  readonly merchant: number
}

const oneAtATime = 1

/**
 * Who may have how much of what is sent at once, so that a receiver that keeps silent holds up nobody else's notifications. A
 * host whose last attempt took too long gets one at a time until it answers.
 */
export class Shares {
  readonly #limits: ShareLimits
  readonly #sending = new Map<string, number>()
  readonly #slow = new Set<string>()
  #held: readonly (Receiver & { readonly card: CardKey })[] = []

  constructor(limits: ShareLimits) {
    this.#limits = limits
  }

  /** Templates whose notifications have to wait now: their receivers have all that is theirs. */
  get held(): CardKey[] {
    this.#held = this.#held.filter((receiver) => !this.#hasRoom(receiver))
    return this.#held.map(({ card }) => card)
  }

  /** Takes a place for a notification; without one, its template is held until there is. */
  take(receiver: Receiver, card: CardKey): boolean {
    if (!this.#hasRoom(receiver)) {
      this.#held = [...this.#held, { ...receiver, card }]
      return false
    }
    this.#add(receiver, 1)
    return true
  }

  /** Gives a place back. */
  release(receiver: Receiver, tooLong: boolean): void {
    this.#add(receiver, -1)
    if (tooLong) this.#slow.add(receiver.host)
    else this.#slow.delete(receiver.host)
  }

  #hasRoom({ host, mchid }: Receiver): boolean {
    const { host: perHost, merchant } = this.#limits
    return this.#count(`host ${host}`) < (this.#slow.has(host) ? oneAtATime : perHost) && this.#count(`merchant ${mchid}`) < merchant
  }

  #count(name: string): number {
    return this.#sending.get(name) ?? 0
  }

  #add({ host, mchid }: Receiver, change: number): void {
    for (const name of [`host ${host}`, `merchant ${mchid}`]) {
      const count = this.#count(name) + change
      if (count > 0) this.#sending.set(name, count)
      else this.#sending.delete(name)
    }
  }
}
