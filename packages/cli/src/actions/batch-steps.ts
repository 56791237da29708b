import type { BatchView } from '@card-member/desk'
import { deskArguments, nextStep, withBatch } from '../batch/next-step.ts'
import { countsLine } from '../batch/progress.ts'
import { batchObject, forecastOf, showBatch } from '../batch/show-batch.ts'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import { deskOptionWords as optionWords } from '../words/desk-options.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { type DeskSession, withDesk } from './desk-session.ts'

/** Options of `card-member batch approve`. */
export interface ApproveFlags extends SignInFlags, DeskFlags {
  readonly count?: number
  readonly planSha256?: string
  readonly reason?: string
}

/** Options of `card-member batch reject`. */
export interface RejectFlags extends SignInFlags, DeskFlags {
  readonly reason: string
}

const most = 100

/** Approves a plan: on a terminal its sample rows are shown and its number of cards is asked for, unless it is given. */
export function runApprove(id: string, flags: ApproveFlags, terminal: Terminal): Promise<number> {
  return withBatch(flags, terminal, id, async (session) => {
    const { planSha256, reason } = flags
    const shown = flags.count === undefined ? await askCount(session, id) : undefined
    const plan_sha256 = planSha256 ?? shown?.plan_sha256
    const count = flags.count ?? shown?.count ?? 0
    const approved = await session.desk.batches.approve(session.actor, id, { count, plan_sha256, reason, shown: shown !== undefined })
    const { approvals, approvals_required, state } = approved
    terminal.say(state === 'checked' ? words.approvedSoFar(approvals.length, approvals_required) : words.approved, 'err')
    await tellNext(session, await showBatch(session, approved, flags), flags)
    return exit.done
  })
}

/** Shows the sample rows of a plan and asks how many cards end. */
async function askCount({ desk, actor, terminal }: DeskSession, id: string): Promise<{ count: number; plan_sha256: string }> {
  if (!terminal.canAsk('err')) throw new CommandFailure(optionWords.cannotAsk('--count N'), exit.usage)
  const { data, plan_sha256 } = await desk.batches.sampleRows(actor, id)
  const view = await desk.batches.get(actor, id)
  terminal.say(words.sample(data.length, view.plan_count ?? 0), 'err')
  terminal.table(
    data.map(({ line, card_id, user_card_code = '', openid = '', invalid_reason = '', preflight = '' }) => {
      return [String(line), [card_id, user_card_code, openid, preflight, invalid_reason].join('  ')]
    }),
    'err',
  )
  terminal.table(forecastOf(terminal, view), 'err')
  const check = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? undefined : terminal.in(words.countForm))
  const answer = await terminal.ask({ message: terminal.in(words.askCount), check }, 'err')
  if (answer === undefined) throw new CommandFailure(optionWords.givenUp)
  return { count: Number(answer.trim()), plan_sha256 }
}

/** Rejects a plan. */
export function runReject(id: string, flags: RejectFlags, terminal: Terminal): Promise<number> {
  return withBatch(flags, terminal, id, async (session) => {
    const rejected = await session.desk.batches.reject(session.actor, id, { reason: flags.reason })
    terminal.say(words.rejected, 'err')
    await showBatch(session, rejected, flags)
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
export function runList(
  flags: SignInFlags & DeskFlags & { readonly brand?: string; readonly waiting?: true },
  terminal: Terminal,
): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { data: views, total_count } = await desk.batches.list(actor, { brand_id: flags.brand, waiting: flags.waiting, limit: most })
    if (flags.json) terminal.write(JSON.stringify({ data: views.map(batchObject), total_count }))
    else if (views.length === 0) terminal.say(words.none, channel)
    else terminal.table(views.map(({ id, state, file_name, counts }) => [id, `${state.padEnd(20)}${file_name}  ${countsLine(counts)}`]))
    if (total_count > views.length) terminal.say(words.others(total_count - views.length), 'err')
    return exit.done
  })
}
