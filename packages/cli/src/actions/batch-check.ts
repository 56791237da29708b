import { stopText } from '@card-member/desk'
import { interruptible } from '../batch/interruptible.ts'
import { nextStep, withBatch } from '../batch/next-step.ts'
import { countsLine } from '../batch/progress.ts'
import { showBatch } from '../batch/show-batch.ts'
import { follow } from '../batch/with-progress.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import type { DeskSession } from './desk-session.ts'

/** Reads every card of a batch, here. */
export function runCheck(id: string, flags: SignInFlags & DeskFlags, terminal: Terminal): Promise<number> {
  return withBatch(flags, terminal, id, async (session) => {
    const { desk, actor } = session
    await desk.batches.check(actor, id)
    const { result } = await interruptible(
      (signal) =>
        follow(
          terminal,
          () => pointOf(session, id),
          () => desk.batches.driveCheck(actor, id, signal),
        ),
      async () => terminal.say(words.leaving, 'err'),
      terminal.closed,
    )
    const view = await showBatch(session, result, flags)
    const next = (await nextStep(session, view, flags)) ?? ''
    if (view.state === 'checked') {
      if (view.plan_count === 0) terminal.say(words.nothingPlanned(countsLine(view.preflight ?? {}), view.faulty_count), 'err')
      else if (next !== '') terminal.say(words.next(next), 'err')
      return exit.done
    }
    const reason = stopText(view)
    terminal.say(reason === undefined ? words.checkLeft(next) : words.checkStopped(reason, next), 'err')
    return exit.failed
  })
}

async function pointOf({ desk, actor }: DeskSession, id: string) {
  const { state, counts, total } = await desk.batches.checkProgress(actor, id)
  const done = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { state, done, total, counts }
}
