import { randomUUID } from 'node:crypto'
import { sealCells } from '../../src/domain/batch/cells.ts'
import type { CardQuery } from '../../src/domain/connection.ts'
import { type Context, secondsOf, write } from '../../src/domain/context.ts'
import { cardHashOf, openidHash } from '../../src/domain/member.ts'
import { noticeOf } from '../../src/domain/notices.ts'
import { insertBatch } from '../../src/store/batches.ts'
import { emptyBatch, emptyRow, noConsentCells } from '../unknown-outcome/model-batch.ts'

export const card_id = 'pbLatjvWOibDc5-TBnbUk1pD12o0'

/** Stores a batch as the preparation of a file does, whose reading on a thread of its own would take most of a sequence's time. */
export async function storeBatch(context: Context, author: string, brand_id: string, cards: readonly CardQuery[]): Promise<string> {
  const batch_id = `batch-${randomUUID()}`
  const { version: notice_version } = await noticeOf(context, brand_id, undefined)
  const now = secondsOf(context.clock)
  const times = { create_time: now, run_time: null, start_time: null }
  const batch = { ...emptyBatch, ...times, brand_id, batch_id, author, state: 'uploaded' as const, plan_sha256: null, plan_count: null }
  const told = { consent_channel: 'sms' as const, told_at: now - 100, agreed_at: now - 50 }
  await write(context, async (store) => {
    await insertBatch(store, {
      ...batch,
      file_sha256: batch_id,
      process_id: context.process_id,
      row_count: cards.length,
      notice_version,
      run_by: null,
    })
    for (const [index, card] of cards.entries()) {
      const line = index + 2
      const { user_card_code, openid } = card
      const cells = { card_id, user_card_code, openid, invalid_reason: '退会', ...noConsentCells }
      const hashes = { ...cardHashOf(context.vault, card), openid_hash: openidHash(context.vault, brand_id, openid) }
      const sealed = sealCells(context, { batch_id, line }, { texts: [], cells: { ...cells, consent_channel: 'sms' } })
      const row = { ...emptyRow, ...told, ...hashes, brand_id, batch_id, line, card_id, cells: sealed, preflight: null, consent_id: null }
      await store.database.insertInto('batch_rows').values(row).execute()
    }
  })
  return batch_id
}
