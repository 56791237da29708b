import { createHash } from 'node:crypto'
import type { Static } from '@card-member/sdk/contract'
import type { RowView } from '../../contract/batch-view.ts'
import { DeskError } from '../../contract/desk-error.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { putSampleShown } from '../../store/batch-approvals.ts'
import { plannedRowAt } from '../../store/batch-rows.ts'
import { type Context, longReading, secondsOf, write } from '../context.ts'
import { batchOf } from './lifecycle.ts'
import { viewRow } from './rows.ts'

/** How many rows an approver opens. */
export const sampleSize = 10

/**
 * The rows of a plan that its hash draws, from 0: SHA-256 over `PLAN_SHA256 N` for N = 0, 1, 2 …, its first 6 bytes modulo the number of
 * rows, until there are ten different ones, or all.
 */
export function drawRows(plan_sha256: string, plan_count: number): number[] {
  const drawn = new Set<number>()
  for (let number = 0; drawn.size < Math.min(sampleSize, plan_count); number++)
    drawn.add(createHash('sha256').update(`${plan_sha256} ${number}`).digest().readUIntBE(0, 6) % plan_count)
  return [...drawn].sort((a, b) => a - b)
}

/** The sample rows of a plan, members masked; that they were shown is remembered. */
export async function sampleRowsOf(
  context: Context,
  actor: Actor,
  batch_id: string,
): Promise<{ data: Static<typeof RowView>[]; plan_sha256: string }> {
  const batch = await batchOf(context, actor, batch_id)
  const { brand_id, plan_sha256, plan_count, state } = batch
  demand(actor, 'approve_batch', brand_id)
  if (plan_sha256 === null || plan_count === null) throw new DeskError('batch_state', { state, expected: ['checked', 'approved'] })
  const data: Static<typeof RowView>[] = []
  for (const index of drawRows(plan_sha256, plan_count)) {
    const row = await plannedRowAt(longReading(context), batch, index)
    if (row !== undefined) data.push(viewRow(context, row))
  }
  const { staff_id } = actor
  const lines = data.map(({ line }) => line)
  await write(context, async (store) => {
    await putSampleShown(store, { brand_id, batch_id, staff_id, plan_sha256, time: secondsOf(context.clock) })
    await context.auditLog.append(store, [{ brand_id, actor: staff_id, action: 'batch.sample', facts: { batch_id, plan_sha256, lines } }])
  })
  return { data, plan_sha256 }
}
