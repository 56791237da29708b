import { contract } from '@card-member/desk'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

/** Options of `card-member batch rows`. */
export interface RowsFlags extends SignInFlags, DeskFlags {
  readonly state?: string
  readonly planned?: true
  readonly faulty?: true
  readonly after?: number
  readonly limit?: number
}

const { properties } = contract.listBatchRows.input
const most = 1000
const usual = 100

/** Shows rows of a batch in the order of the file, members masked: what an approver approves. */
export function runRows(id: string, flags: RowsFlags, terminal: Terminal): Promise<number> {
  const { planned, faulty, after = 0, limit = usual, json } = flags
  const states = statesOf(flags.state)
  if (limit < 1 || limit > most) throw new CommandFailure(words.rowsLimit(limit, most), exit.usage)
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    // One more than is shown tells whether there are more.
    const { data: found, total_count } = await desk.batches.rows(actor, id, { after, limit: limit + 1, states, planned, faulty })
    const data = found.slice(0, limit)
    const next = found.length > limit ? (data.at(-1)?.line ?? null) : null
    if (json) terminal.write(JSON.stringify({ data, total_count, next_after: next }))
    else {
      const lines = data.map(
        ({ line, card_id, code_last4, user_card_code, openid = '', invalid_reason = '', state, preflight, code }) =>
          [
            String(line),
            [card_id, user_card_code ?? `…${code_last4}`, openid, state, preflight ?? '', code ?? '', invalid_reason].join('  '),
          ] as const,
      )
      if (lines.length > 0) terminal.table(lines)
      terminal.say(words.rowsShown(data.length, total_count), channel)
    }
    if (next !== null) terminal.say(words.rowsNext(next), 'err')
    return exit.done
  })
}

function statesOf(text: string | undefined) {
  if (text === undefined) return undefined
  const known = properties.state.enum.find((name) => name === text)
  if (known === undefined) throw new CommandFailure(words.rowsState(text, properties.state.enum.join(', ')), exit.usage)
  return [known]
}
