import { HttpError, text } from '@card-member/sdk/contract'
import type { BatchView } from '../../contract/batch-view.ts'
import { DeskError, deskErrors } from '../../contract/desk-error.ts'
import { batchFileErrors } from '../../files/batch-file-error.ts'
import { type Batch, findUnfinished, lockBatch, removeRowsOf, updateBatch } from '../../store/batches.ts'
import { type Context, reading, secondsOf, write } from '../context.ts'
import { PreparingEnded } from './preparing-ended.ts'

/** Why a file could not be read to its end, as it is stored: a code with the place, and nothing that the file holds. */
export interface StoredFailure {
  readonly code: string
  readonly field?: string
  readonly line?: number
}

/** What is stored of an error that ended a preparation. */
export function failureOf(error: unknown): StoredFailure {
  if (error instanceof PreparingEnded) return interrupted
  if (!(error instanceof HttpError)) return { code: 'SYSTEM_ERROR' }
  const { field, line } = error.detail ?? {}
  return { code: error.definition.code, ...(field !== undefined && { field }), ...(typeof line === 'number' && { line }) }
}

const interrupted: StoredFailure = { code: new DeskError('preparing_interrupted').definition.code }

/** Why a file could not be read to its end, as the API shows it. */
export function viewFailure({ code, ...place }: StoredFailure): NonNullable<BatchView['failure']> {
  return { code, message: messages.get(code) ?? unknownError, ...place }
}

const messages = new Map([...Object.values(batchFileErrors), ...Object.values(deskErrors)].map(({ code, message }) => [code, message]))
const unknownError = text({ zh: '服务台出错，文件未能读完；请重新上传', en: 'The desk failed while it read this file: upload it again' })

/** Ends a batch that was being prepared as failed, and removes its rows. One that was cancelled stays cancelled. */
export async function failPreparing(context: Context, found: Batch, failure: StoredFailure): Promise<void> {
  const { brand_id, batch_id } = found
  await write(context, async (store) => {
    const batch = await lockBatch(store, found, 'update')
    if (batch?.state !== 'preparing') return
    const end_time = secondsOf(context.clock)
    await updateBatch(store, batch, { state: 'failed', failure: JSON.stringify(failure), row_count: 0, faulty_count: 0, end_time })
    const facts = { batch_id, file_sha256: batch.file_sha256, ...failure }
    await context.auditLog.append(store, [{ brand_id, actor: batch.author, action: 'batch.prepare_failed', facts }])
  })
  await removeRowsOf(context.database, found)
}

/** Ends the batches whose process died while it prepared them: their files are gone with it. */
export async function failUnfinished(context: Context, living: readonly string[]): Promise<void> {
  for (const batch of await findUnfinished(reading(context), living)) await failPreparing(context, batch, interrupted)
}
