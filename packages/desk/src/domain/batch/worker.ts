import { type Batch, findActiveBatches } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'
import { type NotificationCounter, sendNotifications } from '../notifications.ts'
import type { Processes } from '../processes.ts'
import { reconcileAll } from '../reconcile.ts'
import { settleAllApprovals } from './approvals.ts'
import { findConnection } from './batch-connection.ts'
import { resumeAfterCanary } from './canary.ts'
import { checkRows } from './check.ts'
import { failUnfinished } from './fail-preparing.ts'
import { recordTakeover } from './record-step.ts'
import { runRows } from './run.ts'

const poll_ms = 1_000

/** Works in the background: checks and runs batches, and reads back unknown outcomes. */
export class Worker implements AsyncDisposable {
  readonly #context: Context
  readonly #processes: Processes
  readonly #notified: NotificationCounter | undefined
  readonly #stop = new AbortController()
  readonly #jobs = new Map<string, Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #polling: Promise<void> | undefined
  #notifying: Promise<void> | undefined
  #cleaning: Promise<void> | undefined

  constructor(context: Context, processes: Processes, notified?: NotificationCounter) {
    this.#context = context
    this.#processes = processes
    this.#notified = notified
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => this.poke(), poll_ms)
    this.poke()
  }

  /** Looks for work now, without waiting for the next poll. */
  poke(): void {
    this.#polling ??= this.#poll()
      .catch((error: unknown) => this.#context.log.error({ error }, 'could not look for work'))
      .finally(() => {
        this.#polling = undefined
      })
  }

  /** Stops claiming rows and waits for the requests in flight. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    this.#stop.abort()
    await this.#polling
    await this.#notifying
    await this.#cleaning
    await Promise.all(this.#jobs.values())
  }

  async #poll(): Promise<void> {
    this.#notify()
    const living = await this.#processes.living()
    this.#clean(living)
    await settleAllApprovals(this.#context)
    for (const batch of await findActiveBatches(reading(this.#context))) {
      if (batch.state === 'checking')
        this.#begin(`check ${batch.batch_id}`, batch, () => checkRows(this.#context, batch, this.#processes, this.#stop.signal))
      else if (batch.state === 'running')
        this.#begin(`run ${batch.batch_id}`, batch, async () => {
          await recordTakeover(this.#context, batch, 'desk')
          await runRows(this.#context, batch, this.#processes, this.#stop.signal)
        })
      else await resumeAfterCanary(this.#context, batch)
    }
    await this.#context.changes.applyDue()
    await reconcileAll(this.#context, living)
    await this.#context.auditLog.writeDueCheckpoints()
  }

  // Beside everything else: a receiver that does not answer holds up nothing.
  #notify(): void {
    this.#notifying ??= sendNotifications(this.#context, this.#stop.signal, this.#notified)
      .catch((error: unknown) => this.#context.log.error({ error }, 'could not send notifications'))
      .finally(() => {
        this.#notifying = undefined
      })
  }

  // Beside everything else: there may be a million rows to remove.
  #clean(living: readonly string[]): void {
    this.#cleaning ??= failUnfinished(this.#context, living)
      .catch((error: unknown) => this.#context.log.error({ error }, 'could not end a batch whose process died'))
      .finally(() => {
        this.#cleaning = undefined
      })
  }

  #begin(name: string, batch: Batch, job: () => Promise<void>): void {
    const { batch_id } = batch
    // A batch whose connection this desk does not have is worked on by another desk.
    if (this.#jobs.has(name) || this.#stop.signal.aborted || findConnection(this.#context, batch) === undefined) return
    const running = job()
      .catch((error: unknown) => this.#context.log.error({ batch_id, error }, 'a batch could not go on; it is tried again'))
      .finally(() => this.#jobs.delete(name))
    this.#jobs.set(name, running)
  }
}
