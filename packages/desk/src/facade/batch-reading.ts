import type { Readable } from 'node:stream'
import type { BatchEvent } from '../contract/batch-events.ts'
import type { BatchView } from '../contract/batch-view.ts'
import { type CheckProgress, checkProgressOf } from '../domain/batch/check-progress.ts'
import { describeBatch } from '../domain/batch/describe.ts'
import { batchOf } from '../domain/batch/lifecycle.ts'
import { type BatchFilter, batchesFor } from '../domain/batch/list.ts'
import type { ReportKind } from '../domain/batch/report-kind.ts'
import { rowsOf } from '../domain/batch/rows.ts'
import { batchStepsOf } from '../domain/batch/steps.ts'
import { type Watching, watchBatch } from '../domain/batch/watch.ts'
import type { Context } from '../domain/context.ts'
import { present } from '../domain/present.ts'
import type { Language } from '../files/report-row.ts'
import { sampleCsv } from '../files/sample.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { RowPage } from '../store/batch-rows.ts'
import type { Batch } from '../store/batches.ts'
import type { Page, Reply } from './reply.ts'

/** What is known of batches: states, rows, how they go on, files. */
export class BatchReading {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Gets a batch. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   * @example
   * const { state, counts } = await desk.batches.get(actor, batch_id)
   */
  get(actor: Actor, batch_id: string): Promise<BatchView> {
    return this.#described(batchOf(this.#context, actor, batch_id))
  }

  /**
   * Lists batches, the newest first: of one brand, or of all whose batches somebody may see. Needs `look_up` for the brand. With
   * `waiting`, those alone whose plan waits for the approval of whoever asks.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const { data } = await desk.batches.list(actor, { brand_id: '1004', limit: 10 })
   */
  async list(actor: Actor, { offset = 0, limit = 20, ...filter }: Page & BatchFilter = {}): Promise<Reply<'listBatches'>> {
    const { rows, total_count } = await batchesFor(this.#context, actor, filter, offset, limit)
    return { data: await Promise.all(rows.map((row) => describeBatch(this.#context, row))), total_count }
  }

  /**
   * Lists rows of a batch in the order of its file, members masked. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   * @example
   * const { data } = await desk.batches.rows(actor, batch_id, { planned: true, limit: 1000 })
   */
  rows(actor: Actor, batch_id: string, { after = 0, limit = 100, ...filter }: Partial<RowPage> = {}): Promise<Reply<'listBatchRows'>> {
    return rowsOf(this.#context, actor, batch_id, { after, limit, ...filter })
  }

  /**
   * Each start and stop of a batch, in their order: when, by whom, why. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   * @example
   * for (const { action, staff_id, time } of await desk.batches.steps(actor, batch_id)) console.log(time, action, staff_id)
   */
  steps(actor: Actor, batch_id: string): Promise<Reply<'listBatchSteps'>['data']> {
    return batchStepsOf(this.#context, actor, batch_id)
  }

  /**
   * What is still to come of a batch: cards, calls, rate, time left and end. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   * @example
   * const { calls_left, expected_end } = await desk.batches.forecast(actor, batch_id)
   */
  async forecast(actor: Actor, batch_id: string): Promise<Reply<'forecastBatch'>> {
    const view = await this.get(actor, batch_id)
    const { state, plan_sha256, plan_count, calls_left, per_second, seconds_left, expected_end, waits_for, waits_until } = view
    const plan = { state, plan_sha256, plan_count, calls_left }
    return present<Reply<'forecastBatch'>>({ batch_id, ...plan, per_second, seconds_left, expected_end, waits_for, waits_until })
  }

  /**
   * Tells how a batch goes on, as it happens, whichever process works on it, until it has ended, the signal asks to stop, or `renew` says
   * that who watches may watch no more. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   * @example
   * for await (const { event, data } of await desk.batches.watch(actor, batch_id, { signal, renew: async () => actor })) show(event, data)
   */
  async watch(actor: Actor, batch_id: string, watching: Watching): Promise<AsyncGenerator<BatchEvent>> {
    return watchBatch(this.#context, await batchOf(this.#context, actor, batch_id), watching)
  }

  /**
   * How far a check is. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   */
  async checkProgress(actor: Actor, batch_id: string): Promise<CheckProgress> {
    const batch = await batchOf(this.#context, actor, batch_id)
    return checkProgressOf(this.#context, batch)
  }

  /**
   * Writes one file on a batch's outcome, as a stream; the audit log keeps that it was exported. Needs `export` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   * @example
   * await pipeline(await desk.batches.report(actor, batch_id, 'report.csv', 'en'), createWriteStream('report.csv'))
   */
  async report(actor: Actor, batch_id: string, kind: ReportKind, language: Language = 'zh-CN'): Promise<Readable> {
    const batch = await batchOf(this.#context, actor, batch_id)
    const { reportOf } = await import('../domain/batch/report.ts')
    return reportOf(this.#context, actor, batch, kind, language)
  }

  /**
   * The cells of a batch that have faults or are suspected, as CSV: line, column, what is in the cell, what is wrong. Needs
   * `prepare_batch` for the brand.
   *
   * @throws {DeskError} not_permitted, batch_unknown
   * @example
   * await pipeline(await desk.batches.faults(actor, batch_id, 'en'), createWriteStream('faults.csv'))
   */
  async faults(actor: Actor, batch_id: string, language: Language = 'zh-CN'): Promise<Readable> {
    const batch = await batchOf(this.#context, actor, batch_id)
    demand(actor, 'prepare_batch', batch.brand_id)
    const { faultsOf } = await import('../domain/batch/faults.ts')
    return faultsOf(this.#context, actor, batch, language)
  }

  /**
   * A small batch file with every column, to begin with. Needs no permission.
   *
   * @example
   * await writeFile('sample.csv', desk.batches.sample('en'))
   */
  sample(language: Language): string {
    return sampleCsv(language)
  }

  async #described(found: Promise<Batch>): Promise<BatchView> {
    return describeBatch(this.#context, await found)
  }
}
