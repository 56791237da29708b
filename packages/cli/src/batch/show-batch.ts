import { type BatchView, stopText } from '@card-member/desk'
import type { DeskSession } from '../actions/desk-session.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import { durationOf } from './duration.ts'
import { countsLine, waitingOf } from './progress.ts'

/** How a batch is told to machines. `plan_sha256` is there from the beginning. */
export function batchObject(view: BatchView) {
  return { ...view, plan_sha256: view.plan_sha256 ?? null }
}

/** Shows a batch as it is, to a person or, with more, as one object. Returns what it showed. */
export async function showBatch(
  { desk, actor, terminal, channel }: DeskSession,
  view: BatchView,
  { json, more = {} }: { readonly json?: true | undefined; readonly more?: object },
): Promise<BatchView> {
  if (json) terminal.write(JSON.stringify({ ...batchObject(view), ...more }))
  const author = (await desk.staff.names(actor)).get(view.author)?.shown ?? view.author
  const { plan_sha256, plan_count, preflight } = view
  const reason = stopText(view)
  const waiting = waitingOf(view)
  terminal.table(
    [
      ['id', view.id],
      [terminal.in(words.state), view.state],
      [terminal.in(words.stopReason), reason && terminal.in(reason)],
      [terminal.in(words.failure), view.failure && `${terminal.in(view.failure.message)} (${view.failure.code})`],
      [terminal.in(words.waits), waiting && terminal.in(waiting)],
      [terminal.in(words.brand), view.brand_id],
      [terminal.in(words.connectionName), view.connection],
      [terminal.in(words.author), author],
      [terminal.in(words.fileName), view.file_name],
      [terminal.in(words.sheet), view.sheet],
      [terminal.in(words.encodingRead), view.encoding],
      [terminal.in(words.rows), String(view.row_count)],
      [terminal.in(words.faulty), view.faulty_count === 0 ? undefined : String(view.faulty_count)],
      [terminal.in(words.counts), countsLine(view.counts)],
      [terminal.in(words.preflight), preflight && countsLine(preflight)],
      [terminal.in(words.planHash), plan_sha256],
      [terminal.in(words.cards), plan_count === undefined ? undefined : String(plan_count)],
      ...forecastOf(terminal, view),
    ],
    channel,
  )
  return view
}

/** What is still to come of a batch, as lines of a table: its calls, how long they take, and when they end. */
export function forecastOf(terminal: Terminal, view: BatchView): [string, string | undefined][] {
  const { state, calls_left, per_second, seconds_left, expected_end } = view
  if (state === 'done' || state === 'cancelled' || state === 'failed') return []
  const calls = per_second === undefined ? undefined : terminal.in(words.callsOf(calls_left.read, calls_left.invalidate, per_second))
  return [
    [terminal.in(words.calls), calls],
    [terminal.in(words.estimate), seconds_left === undefined ? undefined : terminal.in(durationOf(seconds_left))],
    [terminal.in(words.expectedEnd), expected_end?.slice(0, 16).replace('T', ' ')],
  ]
}

/** How many rows ended otherwise than they should. */
export function failedRows({ counts }: BatchView): number {
  return counts.rejected + counts.not_found + counts.mismatched + counts.missing_consent
}

/** What a command that ran a batch ends with. */
export function exitOf(view: BatchView): number {
  if (view.state === 'stopped_by_breaker') return exit.rowsFailed
  const over = view.state === 'done' || view.state === 'cancelled'
  const { done, already_invalid } = view.counts
  return over && done + already_invalid < view.row_count ? exit.rowsFailed : exit.done
}
