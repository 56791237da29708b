import type { BatchView } from '@card-member/desk'
import { deskArguments, withBatch } from '../batch/next-step.ts'
import { showBatch } from '../batch/show-batch.ts'
import { showReading } from '../batch/show-reading.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import type { DeskSession } from './desk-session.ts'
import { expectReadable } from './files.ts'

/** Options of `card-member batch prepare`. */
export interface PrepareFlags extends SignInFlags, DeskFlags {
  readonly brand: string
  readonly connection?: string
  readonly forceReason?: string
  readonly notice?: number
  readonly hidden?: 'take' | 'refuse'
  readonly sheet?: string
  readonly encoding?: string
}

const mostFaults = 20

/** Takes a file in; what is wrong with its rows is told, and is no failure. */
export async function runPrepare(path: string, flags: PrepareFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, connection, forceReason: force_reason, notice: notice_version, hidden, sheet, encoding, json } = flags
  await expectReadable(path)
  return withBatch(flags, terminal, undefined, async (session) => {
    const input = { brand_id, path, connection, force_reason, notice_version, hidden, sheet, encoding }
    const view = await showReading(session, (onBegun) => session.desk.batches.prepare(session.actor, input, onBegun))
    const faults = await firstFaults(session, view, 'faults')
    const warnings = await firstFaults(session, view, 'warnings')
    if (!json) terminal.write(view.batch_id)
    await showBatch({ ...session, channel: 'err' }, view, { json, more: { faults, warnings } })
    if (view.ignored_columns.length > 0) terminal.say(words.ignored(view.ignored_columns.join(', ')), 'err')
    for (const { message } of view.notes) terminal.say(words.note(message['zh-CN'], message.en), 'err')
    for (const { line, column, message } of warnings) terminal.say(words.warning(line, column, message[terminal.language]), 'err')
    if (view.warning_count > warnings.length) terminal.say(words.moreWarnings(view.warning_count - warnings.length), 'err')
    for (const { line, column, message } of faults) terminal.say(words.fault(line, column, message[terminal.language]), 'err')
    const shown = new Set(faults.map(({ line }) => line)).size
    if (view.faulty_count > shown) terminal.say(words.more(view.faulty_count - shown), 'err')
    if (view.faulty_count < view.row_count) terminal.say(words.next(words.nextCheck(view.batch_id) + deskArguments(flags)), 'err')
    return exit.done
  })
}

async function firstFaults({ desk, actor }: DeskSession, { batch_id }: BatchView, which: 'faults' | 'warnings') {
  const filter = which === 'faults' ? { faulty: true } : { warned: true }
  const { data } = await desk.batches.rows(actor, batch_id, { limit: mostFaults, ...filter })
  return data.flatMap(({ line, [which]: found = [] }) => found.map((fault) => ({ line, ...fault }))).slice(0, mostFaults)
}
