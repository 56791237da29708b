import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { DeskError } from '../../contract/desk-error.ts'
import type { ReadOptions } from '../../files/batch-file.ts'
import { localText } from '../../files/cell-time.ts'
import { FileReader } from '../../files/file-reader.ts'
import type { RowFault } from '../../files/row-fault.ts'
import type { BatchRow as FileRow } from '../../files/row-reader.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { type Batch, findSameFile, insertBatch, removeBatch, updateBatch } from '../../store/batches.ts'
import {
  type Duplicates,
  findNamedElsewhere,
  findOpenBatches,
  findRepeated,
  insertBatchRows,
  learnRows,
  lockOpening,
  type NewRow,
  refuseRows,
} from '../../store/prepare.ts'
import { sliceRows } from '../../store/slices.ts'
import { type Context, longReading, reading, secondsOf, write } from '../context.ts'
import { cardHashOf } from '../member.ts'
import { newId } from '../new-id.ts'
import { noticeOf } from '../notices.ts'
import { sealCells } from './cells.ts'
import type { StoredFault } from './fault-words.ts'
import { type FileReading, sealReading } from './file-reading.ts'

/** What a batch is made of, and how its file is to be read. */
export type BatchInput = BatchOptions &
  (
    | {
        /** Of the file on this machine. */
        readonly path: string
        readonly fd?: undefined
      }
    | {
        /** An open file, which may have no name any more. */
        readonly fd: number
        readonly path?: undefined
      }
  )

interface BatchOptions extends ReadOptions {
  readonly brand_id: string
  /** As people know the file; that of the path unless given. */
  readonly file_name?: string | undefined
  /** The encoding of a CSV file, by its name; told by its bytes unless given. */
  readonly encoding?: string | undefined
  readonly connection?: string | undefined
  readonly notice_version?: number | undefined
  /** Why a file is taken that was taken before. */
  readonly force_reason?: string | undefined
}

/** A batch that was taken in. */
export interface PreparedBatch {
  readonly batch: Batch
}

/** Takes a file in as a batch: each row is judged and stored, encrypted; nothing is asked of the platform yet. */
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
  await refuseAgain(context, brand_id, connection.name, inspected.sha256, force_reason)
  const opened = await reader.open({ hidden, sheet })
  const batch = newBatch(context, {
    brand_id,
    connection: connection.name,
    mchid: connection.mchid,
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
    return { batch: await finish(context, actor, batch, counts, sealReading(context, batch.batch_id, reading)) }
  } catch (error) {
    // A file may turn out to be damaged after many of its rows.
    await removeBatch(context.database, batch)
    throw error
  }
}

async function refuseAgain(
  context: Context,
  brand_id: string,
  connection: string,
  sha256: string,
  force_reason: string | undefined,
): Promise<void> {
  if (force_reason?.trim()) return
  const again = (await findSameFile(reading(context), brand_id, sha256)).find(
    (batch) => batch.connection === connection && batch.state !== 'cancelled',
  )
  if (again !== undefined) throw new DeskError('batch_file_again', { batch_id: again.batch_id })
}

type Given = Pick<
  Batch,
  | 'brand_id'
  | 'connection'
  | 'mchid'
  | 'base_url'
  | 'rehearsal'
  | 'author'
  | 'file_name'
  | 'file_sha256'
  | 'file_format'
  | 'forced_reason'
  | 'notice_version'
>

function newBatch({ clock, process_id }: Context, given: Given): Batch {
  return {
    ...given,
    batch_id: newId('batch', clock()),
    state: 'preparing',
    stop_reason: null,
    create_time: secondsOf(clock),
    process_id,
    file_reading: null,
    row_count: 0,
    faulty_count: 0,
    checking: 0,
    check_time: null,
    plan_sha256: null,
    plan_count: null,
    preflight: null,
    approved_by: null,
    approve_time: null,
    approved_sha256: null,
    canary_left: null,
    run_by: null,
    run_time: null,
    end_time: null,
  }
}

interface Counts extends Pick<Batch, 'row_count' | 'faulty_count'> {
  readonly warning_count: number
  /** Cells of the longest row. */
  readonly width: number
}

/** While some rows are written, the next are read and encrypted. */
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
      // One statement, which needs no transaction: the batch is there for others only when all of its rows are.
      writing = insertBatchRows({ kind, database }, rows)
      // An error is told by the next wait.
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
  const { card_id, user_card_code } = cells
  const mark = cardHashOf(context.vault, { brand_id, card_id, user_card_code })
  return {
    brand_id,
    batch_id,
    line,
    card_id: faulty ? '' : card_id,
    card_hash: faulty ? null : mark.card_hash,
    // A wrong code may hold what no database keeps; a right one has none of it.
    code_last4: mark.code_last4.replaceAll(/[^!-~]/g, '?'),
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

/** The end of a value is told to whoever uploads it, and kept nowhere. */
function storedFault({ value_hint: _, ...fault }: RowFault): StoredFault {
  return fault
}

async function finish(
  context: Context,
  actor: Actor,
  batch: Batch,
  { row_count, faulty_count }: Counts,
  file_reading: string,
): Promise<Batch> {
  const { brand_id, batch_id, connection, file_name, file_sha256, forced_reason } = batch
  await learnRows(longReading(context))
  let refused = await refuse(context, batch, await findRepeated(longReading(context), batch))
  const seen = new Set<string>()
  for (;;) {
    const others = (await findOpenBatches(reading(context), batch)).filter((other) => !seen.has(other.batch_id))
    for (const found of await findNamedElsewhere(longReading(context), batch, others)) refused += await refuse(context, batch, found)
    for (const other of others) seen.add(other.batch_id)
    const change = { state: 'uploaded', file_reading, row_count, faulty_count: faulty_count + refused } as const
    const opened = await write(context, async (store) => {
      await lockOpening(store, brand_id)
      // One that became open meanwhile has not been looked at.
      if ((await findOpenBatches(store, batch)).some((other) => !seen.has(other.batch_id))) return false
      await updateBatch(store, batch, change)
      const facts = { batch_id, connection, file_name, file_sha256, row_count, faulty_count: change.faulty_count, forced_reason }
      await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'batch.prepare', facts }])
      return true
    })
    if (opened) return { ...batch, ...change }
  }
}

async function refuse(context: Context, batch: Batch, { lines, holder }: Duplicates): Promise<number> {
  const now = secondsOf(context.clock)
  const named = holder && { batch_id: holder.batch_id, since: localText(holder.create_time) }
  const fault: StoredFault = { column: 'user_card_code', fault: named ? 'in_open_batch' : 'duplicate_row', ...named }
  const refused = { code: fault.fault.toUpperCase(), faults: JSON.stringify([fault]) }
  for (let at = 0; at < lines.length; at += sliceRows)
    await write(context, (store) => refuseRows(store, batch, { ...refused, lines: lines.slice(at, at + sliceRows) }, now))
  return lines.length
}
