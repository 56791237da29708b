import { type BatchView, stopText } from '@card-member/desk'
import { HttpError } from '@card-member/sdk/contract'
import { interruptible } from '../batch/interruptible.ts'
import { nextStep, withBatch } from '../batch/next-step.ts'
import { waitingOf } from '../batch/progress.ts'
import { exitOf, failedRows, showBatch } from '../batch/show-batch.ts'
import { follow } from '../batch/with-progress.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import type { DeskSession } from './desk-session.ts'

/** Runs a batch here, from its current state. What its breaker stopped takes a person who says so. */
export function runRun(id: string, flags: SignInFlags & DeskFlags, terminal: Terminal): Promise<number> {
  return withBatch(flags, terminal, id, async (session) => {
    const { desk, actor } = session
    const { state } = await desk.batches.get(actor, id)
    if (state === 'done' || state === 'stopped_by_breaker') return conclude(session, id, flags)
    if (state === 'paused') await desk.batches.resume(actor, id)
    else if (state !== 'running') await desk.batches.run(actor, id)
    return drive(session, id, flags)
  })
}

/** Lets a batch go on and runs it here. */
export function runResume(id: string, flags: SignInFlags & DeskFlags, terminal: Terminal): Promise<number> {
  return withBatch(flags, terminal, id, async (session) => {
    await session.desk.batches.resume(session.actor, id)
    return drive(session, id, flags)
  })
}

async function drive(session: DeskSession, id: string, flags: SignInFlags & DeskFlags): Promise<number> {
  const { desk, actor, terminal } = session
  for (;;) {
    const { result, interrupted } = await interruptible(
      (signal) =>
        follow(
          terminal,
          () => pointOf(session, id),
          () => desk.batches.driveRun(actor, id, signal),
        ),
      () => hold(session, id),
      terminal.closed,
    )
    const asks = result.state === 'paused' && result.stop_kind === 'canary' && !interrupted && terminal.canAsk('err')
    if (!asks || !(await terminal.confirm(terminal.in(words.canaryAsk), 'err'))) return conclude(session, id, flags)
    await desk.batches.resume(actor, id)
  }
}

/** Pauses the batch for all processes, unless it is paused already. */
async function hold({ desk, actor, terminal }: DeskSession, id: string): Promise<void> {
  terminal.say(words.pausing, 'err')
  try {
    await desk.batches.pause(actor, id)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
  }
}

async function conclude(session: DeskSession, id: string, flags: SignInFlags & DeskFlags): Promise<number> {
  const { desk, actor, terminal } = session
  const view = await showBatch(session, await desk.batches.get(actor, id), flags)
  const next = (await nextStep(session, view, flags)) ?? ''
  const { state, stop_kind } = view
  const reason = stopText(view)
  if (state === 'paused') terminal.say(stop_kind === 'canary' ? words.canary(next) : words.paused(next), 'err')
  else if (state === 'stopped_by_breaker' && reason !== undefined) terminal.say(words.breaker(reason, next), 'err')
  else if (state === 'running') terminal.say(words.elsewhere, 'err')
  else {
    if (failedRows(view) > 0) terminal.say(words.rowsFailed(failedRows(view)), 'err')
    if (next !== '') terminal.say(words.next(next), 'err')
  }
  return exitOf(view)
}

async function pointOf({ desk, actor, terminal }: DeskSession, id: string) {
  const view: BatchView = await desk.batches.get(actor, id)
  const { state, plan_count = 0, counts, seconds_left } = view
  const { pending, sending, unknown } = counts
  const reason = stopText(view)
  const shown = reason === undefined ? state : `${state} (${terminal.in(reason)})`
  return { state: shown, done: plan_count - pending - sending - unknown, total: plan_count, counts, seconds_left, waiting: waitingOf(view) }
}
