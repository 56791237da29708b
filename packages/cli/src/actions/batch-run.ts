import type { BatchView } from '@card-member/desk'
import { Refusal } from '@card-member/sdk/contract'
import { follow } from '../batch/follow.ts'
import { interruptible } from '../batch/interruptible.ts'
import { nextStep, visitBatch } from '../batch/next-step.ts'
import { waitingOf } from '../batch/progress.ts'
import { exitOf, failedRows, showBatch } from '../batch/show-batch.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { PlaceFlags, StaffFlags } from './desk-flags.ts'
import type { Visit } from './visit.ts'

/** Runs a batch here, from wherever it stands. What its breaker stopped takes a person who says so. */
export function runRun(id: string, flags: StaffFlags & PlaceFlags, terminal: Terminal): Promise<number> {
  return visitBatch(flags, terminal, id, async (at) => {
    const { desk, actor } = at
    const { state } = await desk.batches.get(actor, id)
    if (state === 'done' || state === 'stopped_by_breaker') return conclude(at, id, flags)
    if (state === 'paused') await desk.batches.resume(actor, id)
    else if (state !== 'running') await desk.batches.run(actor, id)
    return drive(at, id, flags)
  })
}

/** Lets a batch go on and runs it here. */
export function runResume(id: string, flags: StaffFlags & PlaceFlags, terminal: Terminal): Promise<number> {
  return visitBatch(flags, terminal, id, async (at) => {
    await at.desk.batches.resume(at.actor, id)
    return drive(at, id, flags)
  })
}

async function drive(at: Visit, id: string, flags: StaffFlags & PlaceFlags): Promise<number> {
  const { desk, actor, terminal } = at
  for (;;) {
    const { result, interrupted } = await interruptible(
      (signal) =>
        follow(
          terminal,
          () => pointOf(at, id),
          () => desk.batches.driveRun(actor, id, signal),
        ),
      () => hold(at, id),
      terminal.gone,
    )
    const asks = result.state === 'paused' && result.stop_reason === 'canary' && !interrupted && terminal.canAsk('err')
    if (!asks || !(await terminal.confirm(terminal.in(words.canaryAsk), 'err'))) return conclude(at, id, flags)
    await desk.batches.resume(actor, id)
  }
}

/** Pauses for everybody, unless the batch stands still already. */
async function hold({ desk, actor, terminal }: Visit, id: string): Promise<void> {
  terminal.say(words.pausing, 'err')
  try {
    await desk.batches.pause(actor, id)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

async function conclude(at: Visit, id: string, flags: StaffFlags & PlaceFlags): Promise<number> {
  const { desk, actor, terminal } = at
  const view = await showBatch(at, await desk.batches.get(actor, id), flags)
  const next = (await nextStep(at, view, flags)) ?? ''
  const { state, stop_reason = '' } = view
  if (state === 'paused') terminal.say(stop_reason === 'canary' ? words.canary(next) : words.paused(next), 'err')
  else if (state === 'stopped_by_breaker') terminal.say(words.breaker(stop_reason, next), 'err')
  else if (state === 'running') terminal.say(words.elsewhere, 'err')
  else {
    if (failedRows(view) > 0) terminal.say(words.rowsFailed(failedRows(view)), 'err')
    if (next !== '') terminal.say(words.next(next), 'err')
  }
  return exitOf(view)
}

async function pointOf({ desk, actor }: Visit, id: string) {
  const view: BatchView = await desk.batches.get(actor, id)
  const { state, stop_reason, plan_count = 0, counts, seconds_left } = view
  const { pending, sending, unknown } = counts
  const shown = stop_reason === undefined ? state : `${state} (${stop_reason})`
  return { state: shown, done: plan_count - pending - sending - unknown, total: plan_count, counts, seconds_left, waiting: waitingOf(view) }
}
