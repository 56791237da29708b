import { approve, type Batch, type BatchView, batchesFor, batchOf, cancel, describeBatch, pause, readUnknown } from '@card-member/desk'
import { here, nextStep, visitBatch } from '../batch/next-step.ts'
import { countsLine } from '../batch/progress.ts'
import { batchObject, showBatch } from '../batch/show-batch.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { PlaceFlags, StaffFlags } from './desk-flags.ts'
import { type Visit, visit } from './visit.ts'

/** Options of `card-member batch approve`. */
export interface ApproveFlags extends StaffFlags, PlaceFlags {
  readonly count: number
  readonly planSha256?: string
}

const most = 100

/** Approves a plan. */
export function runApprove(id: string, flags: ApproveFlags, terminal: Terminal): Promise<number> {
  return visitBatch(flags, terminal, id, async (at) => {
    const approved = await approve(at.desk.context, at.actor, id, { count: flags.count, plan_sha256: flags.planSha256 })
    terminal.say(words.approved, 'err')
    await tellNext(at, await showBatch(at, approved, flags), flags)
    return exit.done
  })
}

/** Takes one step with a batch, or only looks at it. */
export function runStep(
  step: 'pause' | 'cancel' | 'status',
  id: string,
  flags: StaffFlags & PlaceFlags,
  terminal: Terminal,
): Promise<number> {
  return visitBatch(flags, terminal, id, async (at) => {
    const take = { pause, cancel, status: batchOf }[step]
    const batch = await take(at.desk.context, at.actor, id)
    const view = await showBatch(at, step === 'status' ? await withoutDoubt(at, batch) : batch, flags)
    await tellNext(at, view, flags)
    // Nobody runs it any more: without a desk that is up, only this command reads.
    if (view.state === 'cancelled' && isUnknown(view)) terminal.say(words.unknownOpen(words.nextStatus(id) + here(flags)), 'err')
    return exit.done
  })
}

function isUnknown({ counts }: BatchView): boolean {
  return counts.sending + counts.unknown > 0
}

/** Where a batch stands once what is due of its calls in doubt was read. */
async function withoutDoubt({ desk }: Visit, batch: Batch): Promise<Batch> {
  return isUnknown(await describeBatch(desk.context, batch)) ? readUnknown(desk, batch) : batch
}

async function tellNext(at: Visit, view: BatchView, flags: StaffFlags & PlaceFlags): Promise<void> {
  const next = await nextStep(at, view, flags)
  if (next !== undefined) at.terminal.say(words.next(next), 'err')
}

/** Lists the newest batches. */
export function runList(flags: StaffFlags & PlaceFlags & { readonly brand?: string }, terminal: Terminal): Promise<number> {
  return visit(flags, terminal, async ({ desk: { context }, actor, channel }) => {
    const { rows, total_count } = await batchesFor(context, actor, flags.brand, 0, most)
    const views = await Promise.all(rows.map((row) => describeBatch(context, row)))
    if (flags.json) terminal.write(JSON.stringify({ data: views.map(batchObject), total_count }))
    else if (views.length === 0) terminal.say(words.none, channel)
    else terminal.table(views.map(({ id, state, file_name, counts }) => [id, `${state.padEnd(20)}${file_name}  ${countsLine(counts)}`]))
    if (total_count > rows.length) terminal.say(words.others(total_count - rows.length), 'err')
    return exit.done
  })
}
