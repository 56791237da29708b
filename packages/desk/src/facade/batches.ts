import type { BatchView } from '../contract/batch-view.ts'
import { type ApprovalInput, approve, reject } from '../domain/batch/approve.ts'
import { describeBatch } from '../domain/batch/describe.ts'
import { driveCheck, driveRun, readUnknown } from '../domain/batch/drive.ts'
import { failUnfinished } from '../domain/batch/fail-preparing.ts'
import { batchOf, cancel, pause, requestCheck, resume, start } from '../domain/batch/lifecycle.ts'
import type { Preparations } from '../domain/batch/preparations.ts'
import type { BatchInput } from '../domain/batch/prepare.ts'
import { sampleRowsOf } from '../domain/batch/sample-rows.ts'
import type { Context } from '../domain/context.ts'
import type { Processes } from '../domain/processes.ts'
import { writeBytes } from '../files/file-bytes.ts'
import { TemporaryFile } from '../files/temporary-file.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Batch } from '../store/batches.ts'
import { BatchReading } from './batch-reading.ts'
import type { Reply } from './reply.ts'

export { type ReportKind, reportKinds } from '../domain/batch/report-kind.ts'

/** What an uploaded batch is made of: the bytes of its file, and how to read them. */
export type BatchUpload = Omit<BatchInput, 'path' | 'fd'> & { readonly content: AsyncIterable<Uint8Array> }

/** Parts that the methods work with. */
interface Parts {
  readonly context: Context
  readonly processes: Processes
  /** The files that are read in the background. */
  readonly preparations: Preparations
  /** Told after each step that somebody takes, so that a running server looks for work. */
  readonly changed: () => void
}

/** Many cards in one file: prepared, checked, approved by another person, run. */
export class Batches extends BatchReading {
  readonly #parts: Parts
  readonly #context: Context

  constructor(parts: Parts) {
    super(parts.context)
    this.#parts = parts
    this.#context = parts.context
  }

  /**
   * Reads a file of this machine into a batch, to its end: each row is checked for its form and stored, encrypted; the platform is not
   * asked. Needs `prepare_batch` for the brand, and `record_consent` when the file brings consents.
   *
   * @param onBegun told the id of the batch as soon as there is one: others see how far it is
   * @throws {DeskError} not_permitted, batch_file_again, notice_unknown, connection_unknown, connection_other_brand, connection_missing, connection_ambiguous
   * @throws {BatchFileError} what is wrong with the file as a whole
   * @example
   * const batch = await desk.batches.prepare(actor, { brand_id: '1004', path: 'leavers.csv', connection: 'main' })
   */
  async prepare(actor: Actor, input: BatchInput, onBegun?: (batch_id: string) => void): Promise<BatchView> {
    await failUnfinished(this.#context, await this.#parts.processes.living())
    // Readers and writers of files are loaded where a file is read or written.
    const { prepareBatch } = await import('../domain/batch/prepare.ts')
    return this.#described(prepareBatch(this.#context, actor, input, { onBegun }).then(({ batch }) => batch))
  }

  /**
   * Takes the bytes of a file and begins a batch: it is `preparing` when this resolves, its bytes are all there and its head is right. Its
   * rows are read in the background, after which it is `uploaded`, or `failed` with what is wrong. Needs the permissions of `prepare`.
   *
   * @throws {DeskError} those of `prepare`
   * @throws {BatchFileError} what is wrong with the file as a whole, as far as its head shows it
   * @example
   * const { batch_id } = await desk.batches.upload(actor, { brand_id: '1004', file_name: 'leavers.csv', content: request })
   */
  async upload(actor: Actor, { content, ...options }: BatchUpload): Promise<BatchView> {
    demand(actor, 'prepare_batch', options.brand_id)
    const { beginPreparation } = await import('../domain/batch/prepare.ts')
    using stack = new DisposableStack()
    const file = stack.use(new TemporaryFile())
    await writeBytes(file.fd, content)
    const preparation = await beginPreparation(this.#context, actor, { ...options, fd: file.fd })
    const owned = stack.move()
    this.#parts.preparations.add(preparation, () => owned.dispose())
    return describeBatch(this.#context, preparation.batch)
  }

  /**
   * Asks for a check, the first or another one: every card is read and a plan is written, by a running server or by `driveCheck`. An
   * approval ends by it. Needs `prepare_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state
   * @example
   * await desk.batches.check(actor, batch_id)
   */
  check(actor: Actor, batch_id: string): Promise<BatchView> {
    return this.#described(requestCheck(this.#context, actor, batch_id))
  }

  /**
   * Checks a batch in this process and resolves when it is checked or the signal asks to stop. Needs `prepare_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown, connection_changed, clock_wrong
   * @example
   * const { plan_sha256 } = await desk.batches.driveCheck(actor, batch_id, AbortSignal.timeout(600_000))
   */
  async driveCheck(actor: Actor, batch_id: string, signal: AbortSignal): Promise<BatchView> {
    const batch = await this.#permitted(actor, batch_id, 'prepare_batch')
    return this.#described(driveCheck(this.#parts, batch, signal))
  }

  /**
   * Approves one plan: its number of cards is typed again, and the hash says which plan. As many people as the brand
   * requires do so, none of whom took part in it. Needs `approve_batch` for the brand and a code of the second factor that is not older
   * than 5 minutes; with `shown`, that the sample rows were shown to them.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state, approver_is_author, approver_took_part, second_factor_needed, rows_unseen, plan_changed, count_wrong, consents_withdrawn, rehearsal_needed, connection_changed
   * @example
   * await desk.batches.approve(actor, batch_id, { count: 1200, plan_sha256 })
   */
  approve(actor: Actor, batch_id: string, plan: ApprovalInput): Promise<BatchView> {
    return this.#described(approve(this.#context, actor, batch_id, plan))
  }

  /**
   * Rejects a plan, approved or not: the batch ends. Needs `approve_batch` for the brand and a code of the second factor that is not
   * older than 5 minutes.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state, second_factor_needed, reason_missing
   * @example
   * await desk.batches.reject(actor, batch_id, { reason: 'the file is of another brand' })
   */
  reject(actor: Actor, batch_id: string, { reason }: { readonly reason: string }): Promise<BatchView> {
    return this.#described(reject(this.#context, actor, batch_id, reason))
  }

  /**
   * Ten rows of the plan, drawn by its hash, members masked: an approver opens them before they type the number of cards. That they
   * were shown is remembered. Needs `approve_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state
   * @example
   * for (const { line, user_card_code } of (await desk.batches.sampleRows(actor, batch_id)).data) console.log(line, user_card_code)
   */
  sampleRows(actor: Actor, batch_id: string): Promise<Reply<'sampleBatchRows'>> {
    return sampleRowsOf(this.#context, actor, batch_id)
  }

  /**
   * Starts an approved batch, its canary first: a running server or `driveRun` does the work. Needs `run_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state, plan_changed, connection_changed
   * @example
   * await desk.batches.run(actor, batch_id)
   */
  run(actor: Actor, batch_id: string): Promise<BatchView> {
    return this.#described(start(this.#context, actor, batch_id))
  }

  /**
   * Runs a batch that was started in this process, and resolves when it is paused, stopped, done, or the signal asks to stop. Needs
   * `run_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown, connection_changed, clock_wrong
   * @example
   * await desk.batches.run(actor, batch_id)
   * const { state, counts } = await desk.batches.driveRun(actor, batch_id, stop.signal)
   */
  async driveRun(actor: Actor, batch_id: string, signal: AbortSignal): Promise<BatchView> {
    const batch = await this.#permitted(actor, batch_id, 'run_batch')
    return this.#described(driveRun(this.#parts, batch, signal, actor.staff_id))
  }

  /**
   * Pauses a running batch until somebody resumes it; calls that are under way end first. Needs `run_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state
   * @example
   * await desk.batches.pause(actor, batch_id)
   */
  pause(actor: Actor, batch_id: string): Promise<BatchView> {
    return this.#described(pause(this.#context, actor, batch_id))
  }

  /**
   * Resumes a batch that was paused, that waits after its canary, or that its breaker stopped. Needs `run_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state, connection_changed
   * @example
   * await desk.batches.resume(actor, batch_id)
   */
  resume(actor: Actor, batch_id: string): Promise<BatchView> {
    return this.#described(resume(this.#context, actor, batch_id))
  }

  /**
   * Cancels a batch; unsent rows stay unsent. Needs `run_batch` for the brand; while the file is read, `prepare_batch` is enough.
   *
   * @throws {DeskError} not_permitted, batch_unknown, batch_state
   * @example
   * await desk.batches.cancel(actor, batch_id)
   */
  async cancel(actor: Actor, batch_id: string): Promise<BatchView> {
    const cancelled = await this.#described(cancel(this.#context, actor, batch_id))
    this.#parts.preparations.stop(batch_id)
    return cancelled
  }

  /**
   * Reads the cards of a batch whose outcomes are unknown, those that are due; nothing is sent again. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   */
  async readUnknown(actor: Actor, batch_id: string): Promise<BatchView> {
    const batch = await batchOf(this.#context, actor, batch_id)
    return this.#described(readUnknown(this.#parts, batch))
  }

  async #permitted(actor: Actor, batch_id: string, permission: 'prepare_batch' | 'run_batch'): Promise<Batch> {
    const batch = await batchOf(this.#context, actor, batch_id)
    demand(actor, permission, batch.brand_id)
    return batch
  }

  async #described(step: Promise<Batch>): Promise<BatchView> {
    const batch = await step
    this.#parts.changed()
    return describeBatch(this.#context, batch)
  }
}
