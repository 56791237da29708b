import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { DeskError } from '../../contract/desk-error.ts'
import type { ReadOptions } from '../../files/batch-file.ts'
import { FileReader } from '../../files/file-reader.ts'
import type { RowFault } from '../../files/row-fault.ts'
import type { BatchRow as FileRow } from '../../files/row-reader.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { insertBatchRows, type NewRow } from '../../store/batch-rows.ts'
import { noStop } from '../../store/batch-tables.ts'
import { type Batch, findOpenBatches, findSameFile, insertBatch, lockOpening, removeBatch, updateBatch } from '../../store/batches.ts'
import { analyzeRows, type Duplicates, findInOpenBatches, findRepeated } from '../../store/duplicate-rows.ts'
import { refuseRows } from '../../store/row-results.ts'
import { sliceRows } from '../../store/slices.ts'
import { type Context, longReading, reading, secondsOf, write } from '../context.ts'
import { cardHashOf, openidHash } from '../member.ts'
import { newId } from '../new-id.ts'
import { noticeOf } from '../notices.ts'
import { sealCells } from './cells.ts'
import type { StoredFault } from './fault-words.ts'
import { type FileReading, sealReading } from './file-reading.ts'

/** The file of a batch, and how to read it. */
export type BatchInput = BatchOptions &
  (
    | {
        /** A file on this machine. */
        readonly path: string
        readonly fd?: undefined
      }
    | {
        /** The descriptor of an open file, which may have no name. */
        readonly fd: number
        readonly path?: undefined
      }
  )

interface BatchOptions extends ReadOptions {
  readonly brand_id: string
  /** The name under which staff know the file; default: that of the path. */
  readonly file_name?: string | undefined
  /** The encoding of a CSV file; default: detected from its bytes. */
  readonly encoding?: string | undefined
  readonly connection?: string | undefined
  readonly notice_version?: number | undefined
  /** Why the same file is uploaded again. */
  readonly force_reason?: string | undefined
}

/** A batch whose file is stored. */
export interface PreparedBatch {
  readonly batch: Batch
}

/** Stores a file as a batch: every row is checked for faults and stored encrypted. Nothing is sent to the platform. */
export async function prepareBatch(context: Context, actor: Actor, input: BatchInput): Promise<PreparedBatch> {
  const { brand_id, path, force_reason, encoding, hidden, sheet } = input
  const file_name = input.file_name ?? (path === undefined ? 'file' : basename(path))
  demand(actor, 'prepare_batch', brand_id)
  const connection = context.connections.for(brand_id, input.connection)
  const { version } = await noticeOf(context, brand_id, input.notice_version)
  await using stack = new AsyncDisposableStack()
  const fd = input.fd ?? stack.use(await open(input.path, 'r')).fd
  const reader = stack.use(new FileReader(fd))
  const inspected = await reader.inspect(encoding)
  await refuseSameFile(context, brand_id, connection.name, inspected.sha256, force_reason)
  const opened = await reader.open({ hidden, sheet })
  const batch = newBatch(context, {
    brand_id,
    connection: connection.name,
    caller_kind: connection.caller_kind,
    caller_id: connection.caller_id,
    base_url: connection.base_url,
    rehearsal: connection.sandbox ? 1 : 0,
    author: actor.staff_id,
    file_name,
    file_sha256: inspected.sha256,
    file_format: inspected.format,
    forced_reason: force_reason ?? null,
    notice_version: version,
  })
  await write(context, (store) => insertBatch(store, batch))
  try {
    const counts = await storeRows(context, actor, batch, reader.rows())
    const { head, sheet: name, ignored_columns } = opened
    const { warning_count, width } = counts
    const reading: FileReading = {
      head,
      width: Math.max(width, head.length),
      ...(name !== undefined && { sheet: name }),
      ...(inspected.format === 'csv' && { encoding: inspected.encoding }),
      ignored_columns,
      notes: reader.notes,
      warning_count,
    }
    return { batch: await openBatch(context, actor, batch, counts, sealReading(context, batch.batch_id, reading)) }
  } catch (error) {
    // A file may be damaged after many rows.
    await removeBatch(context.database, batch)
    throw error
  }
}

async function refuseSameFile(
  context: Context,
  brand_id: string,
  connection: string,
  sha256: string,
  force_reason: string | undefined,
): Promise<void> {
  if (force_reason?.trim()) return
  const same = (await findSameFile(reading(context), brand_id, sha256)).find(
    (batch) => batch.connection === connection && batch.state !== 'cancelled',
  )
  if (same !== undefined) throw new DeskError('batch_file_again', { batch_id: same.batch_id })
}

type NewBatch = Pick<
  Batch,
  | 'brand_id'
  | 'connection'
  | 'caller_kind'
  | 'caller_id'
  | 'base_url'
  | 'rehearsal'
  | 'author'
  | 'file_name'
  | 'file_sha256'
  | 'file_format'
  | 'forced_reason'
  | 'notice_version'
>

function newBatch({ clock, process_id }: Context, given: NewBatch): Batch {
  return {
    ...given,
    batch_id: newId('batch', clock()),
    state: 'preparing',
    ...noStop,
    create_time: secondsOf(clock),
    process_id,
    file_reading: null,
    row_count: 0,
    faulty_count: 0,
    check_time: null,
    plan_sha256: null,
    plan_count: null,
    preflight: null,
    checked_by: null,
    start_time: null,
    reject_reason: null,
    canary_left: null,
    run_by: null,
    run_time: null,
    end_time: null,
  }
}

interface Counts extends Pick<Batch, 'row_count' | 'faulty_count'> {
  readonly warning_count: number
  /** How many cells the longest row has. */
  readonly width: number
}

/** Stores the rows of a file. While some rows are written, the next ones are read and encrypted. */
async function storeRows(context: Context, actor: Actor, batch: Batch, chunks: AsyncIterable<readonly FileRow[]>): Promise<Counts> {
  const { kind, write: database } = context.database
  let writing: Promise<void> = Promise.resolve()
  let row_count = 0
  let faulty_count = 0
  let warning_count = 0
  let width = 0
  try {
    for await (const chunk of chunks) {
      if (chunk.some(({ consent }) => consent !== undefined)) demand(actor, 'record_consent', batch.brand_id)
      const rows = chunk.map((row) => newRow(context, batch, row))
      row_count += rows.length
      faulty_count += rows.filter(({ faults }) => faults !== null).length
      warning_count += rows.filter(({ warnings }) => warnings !== null).length
      width = chunk.reduce((most, { texts }) => Math.max(most, texts.length), width)
      await writing
      // One statement needs no transaction: nobody else sees the batch before all its rows are stored.
      writing = insertBatchRows({ kind, database }, rows)
      // The next `await writing` throws the error.
      writing.catch(() => undefined)
    }
  } finally {
    await writing
  }
  return { row_count, faulty_count, warning_count, width }
}

function newRow(context: Context, { brand_id, batch_id }: Batch, { line, texts, cells, faults, warnings, consent }: FileRow): NewRow {
  const now = secondsOf(context.clock)
  const wrong = [
    ...faults.map(storedFault),
    ...(consent !== undefined && consent.agreed_at > now ? [{ column: 'agreed_at', fault: 'time_in_future' }] : []),
  ]
  const faulty = wrong.length > 0
  const { card_id, user_card_code, openid } = cells
  const hashed = cardHashOf(context.vault, { brand_id, card_id, user_card_code })
  return {
    brand_id,
    batch_id,
    line,
    card_id: faulty ? '' : card_id,
    card_hash: faulty ? null : hashed.card_hash,
    openid_hash: openid === '' ? null : openidHash(context.vault, brand_id, openid),
    // A wrong code may contain characters that a database refuses.
    code_last4: hashed.code_last4.replaceAll(/[^!-~]/g, '?'),
    cells: sealCells(context, { batch_id, line }, { texts, cells }),
    consent_channel: consent?.channel ?? null,
    told_at: consent?.told_at ?? null,
    agreed_at: consent?.agreed_at ?? null,
    state: faulty ? 'rejected' : 'pending',
    code: faulty ? 'ROW_FAULT' : null,
    faults: faulty ? JSON.stringify(wrong) : null,
    warnings: warnings.length > 0 ? JSON.stringify(warnings.map(storedFault)) : null,
    attempts: 0,
    request_count: 0,
    next_time: 0,
    end_time: faulty ? now : null,
  }
}

/** A fault without its sample of the value, which is shown at upload and not stored. */
function storedFault({ value_hint: _, ...fault }: RowFault): StoredFault {
  return fault
}

async function openBatch(
  context: Context,
  actor: Actor,
  batch: Batch,
  { row_count, faulty_count }: Counts,
  file_reading: string,
): Promise<Batch> {
  const { brand_id, batch_id, connection, file_name, file_sha256, forced_reason } = batch
  await analyzeRows(longReading(context))
  let refused = await refuseDuplicates(context, batch, await findRepeated(longReading(context), batch))
  const seen = new Set<string>()
  for (;;) {
    const others = (await findOpenBatches(reading(context), batch)).filter((other) => !seen.has(other.batch_id))
    for (const found of await findInOpenBatches(longReading(context), batch, others))
      refused += await refuseDuplicates(context, batch, found)
    for (const other of others) seen.add(other.batch_id)
    const change = { state: 'uploaded', file_reading, row_count, faulty_count: faulty_count + refused } as const
    const opened = await write(context, async (store) => {
      await lockOpening(store, brand_id)
      // A batch that became open since has not been searched.
      if ((await findOpenBatches(store, batch)).some((other) => !seen.has(other.batch_id))) return false
      await updateBatch(store, batch, change)
      const facts = { batch_id, connection, file_name, file_sha256, row_count, faulty_count: change.faulty_count, forced_reason }
      await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'batch.prepare', facts }])
      return true
    })
    if (opened) return { ...batch, ...change }
  }
}

async function refuseDuplicates(context: Context, batch: Batch, { lines, holder }: Duplicates): Promise<number> {
  const now = secondsOf(context.clock)
  const named = holder && { batch_id: holder.batch_id, since: holder.create_time }
  const fault: StoredFault = { column: 'user_card_code', fault: named ? 'in_open_batch' : 'duplicate_row', ...named }
  const refused = { code: fault.fault.toUpperCase(), faults: JSON.stringify([fault]) }
  for (let at = 0; at < lines.length; at += sliceRows)
    await write(context, (store) => refuseRows(store, batch, { ...refused, lines: lines.slice(at, at + sliceRows) }, now))
  return lines.length
}
