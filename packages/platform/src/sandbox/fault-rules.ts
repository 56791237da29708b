import type { ActiveFault } from '@card-member/service/sandbox-wire'
import { callFaults, type FaultKind, notificationFaults } from '@card-member/service/sandbox-wire'
import type { FaultRule } from './controls.ts'

interface Rule extends ActiveFault {
  remaining: number | null
  injected: number
}

/** The active fault rules. */
export class FaultRules {
  readonly #random: () => number
  #rules: Rule[] = []
  #last = 0

  /** @param random from 0 to 1, to decide by probability */
  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  add(rule: FaultRule): ActiveFault {
    this.#last += 1
    const remaining = rule.count ?? (rule.probability === undefined ? 1 : null)
    const active: Rule = { id: String(this.#last), rule, remaining, injected: 0 }
    this.#rules.push(active)
    return { ...active }
  }

  /** All rules, including those that no longer apply. */
  list(): ActiveFault[] {
    return this.#rules.map((rule) => ({ ...rule }))
  }

  /** Removes one rule, or all. */
  remove(id?: string): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id)
  }

  /** The oldest rule that applies to this call; the lookup counts as an application. */
  forCall(operation: string): FaultRule | undefined {
    return this.#next(callFaults, operation)
  }

  /** The oldest rule that applies to this notification; the lookup counts as an application. */
  forNotification(event: string): FaultRule | undefined {
    return this.#next(notificationFaults, event)
  }

  #next(kinds: readonly FaultKind[], on: string): FaultRule | undefined {
    const found = this.#rules.find(({ rule, remaining }) => {
      if (remaining === 0 || !kinds.includes(rule.fault)) return false
      if (rule.on !== undefined && rule.on !== on) return false
      return rule.probability === undefined || this.#random() < rule.probability
    })
    if (found === undefined) return undefined
    found.injected += 1
    if (found.remaining !== null) found.remaining -= 1
    return found.rule
  }
}
