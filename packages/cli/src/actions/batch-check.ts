import { follow } from '../batch/follow.ts'
import { interruptible } from '../batch/interruptible.ts'
import { nextStep, visitBatch } from '../batch/next-step.ts'
import { countsLine } from '../batch/progress.ts'
import { showBatch } from '../batch/show-batch.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { PlaceFlags, StaffFlags } from './desk-flags.ts'
import type { Visit } from './visit.ts'

/** Reads every card of a batch, here. */
export function runCheck(id: string, flags: StaffFlags & PlaceFlags, terminal: Terminal): Promise<number> {
  return visitBatch(flags, terminal, id, async (at) => {
    const { desk, actor } = at
    await desk.batches.check(actor, id)
    const { result } = await interruptible(
      (signal) =>
        follow(
          terminal,
          () => pointOf(at, id),
          () => desk.batches.driveCheck(actor, id, signal),
        ),
      async () => terminal.say(words.leaving, 'err'),
      terminal.gone,
    )
    const view = await showBatch(at, result, flags)
    const next = (await nextStep(at, view, flags)) ?? ''
    if (view.state === 'checked') {
      if (view.plan_count === 0) terminal.say(words.nothingPlanned(countsLine(view.preflight ?? {}), view.faulty_count), 'err')
      else if (next !== '') terminal.say(words.next(next), 'err')
      return exit.done
    }
    terminal.say(view.stop_reason === undefined ? words.checkLeft(next) : words.checkStopped(view.stop_reason, next), 'err')
    return exit.failed
  })
}

async function pointOf({ desk, actor }: Visit, id: string) {
  const { state, checking, counts, total } = await desk.batches.checkProgress(actor, id)
  const done = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { state: checking ? 'checking' : state, done, total, counts }
}
