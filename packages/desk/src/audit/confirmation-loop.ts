import type { Log } from '@card-member/service'
import { witnessFailureText } from '../contract/witness-failure.ts'
import type { AuditLog } from './audit-log.ts'
import type { Confirmation } from './witness-file.ts'
import { Witnessing } from './witnessing.ts'

const period_ms = 5_000

/** Sends new checkpoints to the witnesses while a desk runs. A witness that cannot be reached is logged and stops nothing. */
export class ConfirmationLoop implements AsyncDisposable {
  readonly #witnessing: Witnessing
  readonly #log: Log
  // By tree and witness, what was logged last.
  readonly #told = new Map<string, string | undefined>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined

  constructor({ auditLog, confirmation, log }: { readonly auditLog: AuditLog; readonly confirmation: Confirmation; readonly log: Log }) {
    this.#witnessing = new Witnessing(auditLog, confirmation.witnesses, () => auditLog.now)
    this.#log = log
  }

  start(): void {
    this.#timer = setInterval(() => void this.poke(), period_ms)
    void this.poke()
  }

  /** Sends what is due. */
  poke(): Promise<void> {
    this.#running ??= this.#send()
      .catch((error: unknown) => this.#log.error({ error }, 'could not send checkpoints to witnesses'))
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }

  async #send(): Promise<void> {
    for (const { tree, witness, rejected, error } of await this.#witnessing.send()) {
      const key = `${tree} ${witness}`
      const reason = error && witnessFailureText(error).en
      if (this.#told.get(key) === reason) continue
      this.#told.set(key, reason)
      const facts = { tree, witness, reason }
      if (rejected) this.#log.error(facts, 'a witness rejects a checkpoint of the audit log')
      else if (reason !== undefined) this.#log.warn(facts, 'a witness cannot be reached; it is tried again')
    }
  }
}
