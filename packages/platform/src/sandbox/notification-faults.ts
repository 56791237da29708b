import { type Deliver, type DueNotification, deliver } from '../delivery/deliver.ts'
import { Postponed } from '../delivery/delivery-error.ts'
import { cardKey } from '../store/cards.ts'
import type { FaultRules } from './fault-rules.ts'

/** Injects faults into notifications by the rules. */
export class NotificationFaults {
  readonly #rules: FaultRules
  readonly #withheld = new Map<string, DueNotification>()
  readonly #late = new Set<string>()
  /** Where all notifications go; each template's `notify_url` when undefined. */
  forward: string | undefined

  constructor(rules: FaultRules) {
    this.#rules = rules
  }

  readonly send: Deliver = async (due, request_id, parts) => {
    const { row } = due
    const member = `${cardKey(row)} ${row.openid}`
    const rule = this.#late.has(row.id) ? undefined : this.#rules.forNotification(row.event)
    if (rule?.fault === 'notification_late') {
      this.#late.add(row.id)
      throw new Postponed(rule.seconds ?? 600)
    }
    const earlier = this.#withheld.get(member)
    // The outbox counts it as delivered; it is sent after the member's next notification.
    if (rule?.fault === 'notification_reorder' && earlier === undefined) {
      this.#withheld.set(member, due)
      return 200
    }
    const status = await deliver(due, request_id, parts)
    this.#late.delete(row.id)
    if (rule?.fault === 'notification_duplicate') await deliver(due, request_id, parts)
    if (earlier !== undefined) {
      this.#withheld.delete(member)
      await deliver(earlier, request_id, parts)
    }
    return status
  }

  clear(): void {
    this.#withheld.clear()
    this.#late.clear()
    this.forward = undefined
  }
}
