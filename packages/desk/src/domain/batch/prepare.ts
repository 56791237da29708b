import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { DeskError } from '../../contract/desk-error.ts'
import type { ReadOptions } from '../../files/batch-file.ts'
import { FileReader } from '../../files/file-reader.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { noStop } from '../../store/batch-tables.ts'
import { type Batch, findSameFile, insertBatch } from '../../store/batches.ts'
import { type Context, reading, secondsOf, write } from '../context.ts'
import { newId } from '../new-id.ts'
import { noticeOf } from '../notices.ts'
import { failPreparing, failureOf } from './fail-preparing.ts'
import { type FileReading, sealReading } from './file-reading.ts'
import { openBatch } from './open-batch.ts'
import { PreparingEnded } from './preparing-ended.ts'
import { storeRows } from './store-rows.ts'

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

/** A batch whose file is being read. */
export interface Preparation extends AsyncDisposable {
  readonly batch: Batch
  /**
   * Reads the file to its end: every row is checked for faults and stored encrypted. Nothing is sent to the platform. When that fails, the
   * batch has failed, and none of its rows is left.
   *
   * @throws {PreparingEnded} when somebody cancelled it, or the signal asked to stop
   */
  finish(signal: AbortSignal): Promise<Batch>
}

/**
 * Begins a batch: what the file is, its head and whether it was uploaded before are known when this resolves. Its rows are read by
 * `finish`; the file stays open until the preparation is disposed of.
 */
export async function beginPreparation(context: Context, actor: Actor, input: BatchInput): Promise<Preparation> {
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
    file_bytes: inspected.bytes,
    forced_reason: force_reason ?? null,
    notice_version: version,
  })
  await write(context, (store) => insertBatch(store, batch))
  const finish = async (signal: AbortSignal) => {
    try {
      const stored = await storeRows(context, actor, batch, { reader, signal })
      if (signal.aborted) throw new PreparingEnded()
      const { warning_count, width } = stored
      const { head, sheet: name, ignored_columns } = opened
      const reading: FileReading = {
        head,
        width: Math.max(width, head.length),
        ...(name !== undefined && { sheet: name }),
        ...(inspected.format === 'csv' && { encoding: inspected.encoding }),
        ignored_columns,
        notes: reader.notes,
        warning_count,
      }
      return await openBatch(context, actor, batch, stored, sealReading(context, batch.batch_id, reading))
    } catch (error) {
      // A file may be damaged after many rows.
      await failPreparing(context, batch, failureOf(error))
      throw error
    }
  }
  const owned = stack.move()
  return { batch, finish, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Stores a file as a batch, and resolves when it has been read to its end. */
export async function prepareBatch(
  context: Context,
  actor: Actor,
  input: BatchInput,
  { signal = never, onBegun }: { readonly signal?: AbortSignal; readonly onBegun?: ((batch_id: string) => void) | undefined } = {},
): Promise<{ readonly batch: Batch }> {
  await using preparation = await beginPreparation(context, actor, input)
  onBegun?.(preparation.batch.batch_id)
  return { batch: await preparation.finish(signal) }
}

const never = new AbortController().signal

async function refuseSameFile(
  context: Context,
  brand_id: string,
  connection: string,
  sha256: string,
  force_reason: string | undefined,
): Promise<void> {
  if (force_reason?.trim()) return
  const same = (await findSameFile(reading(context), brand_id, sha256)).find(
    ({ connection: other, state }) => other === connection && state !== 'cancelled' && state !== 'failed',
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
  | 'file_bytes'
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
    bytes_read: 0,
    failure: null,
    file_reading: null,
    row_count: 0,
    faulty_count: 0,
    check_time: null,
    plan_sha256: null,
    plan_count: null,
    checked_by: null,
    start_time: null,
    reject_reason: null,
    canary_left: null,
    run_by: null,
    run_time: null,
    end_time: null,
  }
}
