import type { BatchView } from '@card-member/desk'
import { deskArguments, nextStep, withBatch } from '../batch/next-step.ts'
import { countsLine } from '../batch/progress.ts'
import { batchObject, showBatch } from '../batch/show-batch.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { type DeskSession, withDesk } from './desk-session.ts'

/** Options of `card-member batch approve`. */
export interface ApproveFlags extends SignInFlags, DeskFlags {
  readonly count: number
  readonly planSha256?: string
}

const most = 100

/** Approves a plan. */
export function runApprove(id: string, flags: ApproveFlags, terminal: Terminal): Promise<number> {
  return withBatch(flags, terminal, id, async (session) => {
    const approved = await session.desk.batches.approve(session.actor, id, { count: flags.count, plan_sha256: flags.planSha256 })
    terminal.say(words.approved, 'err')
    await tellNext(session, await showBatch(session, approved, flags), flags)
    return exit.done
  })
}

/** Takes one step with a batch, or only looks at it. */
export function runStep(
  step: 'pause' | 'cancel' | 'status',
  id: string,
  flags: SignInFlags & DeskFlags,
  terminal: Terminal,
): Promise<number> {
  return withBatch(flags, terminal, id, async (session) => {
    const { batches } = session.desk
    const taken = step === 'status' ? await currentOf(session, id) : await batches[step](session.actor, id)
    const view = await showBatch(session, taken, flags)
    await tellNext(session, view, flags)
    // Nobody runs it any more: without a desk that is up, only this command reads.
    if (view.state === 'cancelled' && isUnknown(view)) terminal.say(words.unknownOpen(words.nextStatus(id) + deskArguments(flags)), 'err')
    return exit.done
  })
}

function isUnknown({ counts }: BatchView): boolean {
  return counts.sending + counts.unknown > 0
}

/** A batch, after the cards of its unknown outcomes were read that are due. */
async function currentOf({ desk, actor }: DeskSession, id: string): Promise<BatchView> {
  const view = await desk.batches.get(actor, id)
  return isUnknown(view) ? desk.batches.readUnknown(actor, id) : view
}

async function tellNext(session: DeskSession, view: BatchView, flags: SignInFlags & DeskFlags): Promise<void> {
  const next = await nextStep(session, view, flags)
  if (next !== undefined) session.terminal.say(words.next(next), 'err')
}

/** Lists the newest batches. */
export function runList(flags: SignInFlags & DeskFlags & { readonly brand?: string }, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { data: views, total_count } = await desk.batches.list(actor, { brand_id: flags.brand, limit: most })
    if (flags.json) terminal.write(JSON.stringify({ data: views.map(batchObject), total_count }))
    else if (views.length === 0) terminal.say(words.none, channel)
    else terminal.table(views.map(({ id, state, file_name, counts }) => [id, `${state.padEnd(20)}${file_name}  ${countsLine(counts)}`]))
    if (total_count > views.length) terminal.say(words.others(total_count - views.length), 'err')
    return exit.done
  })
}
