import { parseCellTime, type ReadableEvent, wordsOfAction } from '@card-member/desk'
import { formatTime } from '@card-member/sdk/contract'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskWords as words } from '../words/desk.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

/** Options of `card-member desk audit list`. */
export interface AuditListFlags extends SignInFlags, DeskFlags {
  readonly brand?: string
  readonly action?: string
  readonly staff?: string
  readonly batch?: string
  readonly card?: string
  readonly since?: string
  readonly until?: string
  readonly limit?: number
}

const usual = 50

/** Shows the audit log to people: when, who, what, in words. */
export function runAuditList(flags: AuditListFlags, terminal: Terminal): Promise<number> {
  const { brand, action, staff, batch: batch_id, card: last_four, limit = usual, json } = flags
  const [since, until] = [timeOf('--since', flags.since), timeOf('--until', flags.until)]
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const events = await desk.audit.search(actor, { brand, action, staff, batch_id, last_four, since, until }, limit)
    if (json) terminal.write(JSON.stringify({ data: events.map(({ time, ...event }) => ({ ...event, time: formatTime(time) })) }))
    else if (events.length === 0) terminal.say(words.noEvents, channel)
    else for (const event of events) terminal.write(lineOf(event, terminal))
    return exit.done
  })
}

function lineOf({ event_id, time, staff_name, action, facts }: ReadableEvent, terminal: Terminal): string {
  const line = `${formatTime(time)}  ${staff_name}  ${wordsOfAction(action)[terminal.language]}`
  const details = detailsOf(facts)
  return `${line}${details === '' ? '' : `  ${details}`}  [${event_id}]`
}

// Hashes say nothing to people, and ids of people have their names beside them.
const left: ReadonlySet<string> = new Set(['card_hash', 'openid_hash', 'name_hash', 'staff_id', 'answer_sha256', 'lines'])

function detailsOf(facts: ReadableEvent['facts']): string {
  if (typeof facts !== 'object' || facts === null) return String(facts)
  return Object.entries(facts)
    .flatMap(([name, fact]) => (left.has(name) || fact === null ? [] : [`${name}=${textOf(fact)}`]))
    .join(' ')
}

function textOf(fact: ReadableEvent['facts']): string {
  if (Array.isArray(fact)) return fact.map(textOf).join(',')
  return typeof fact === 'object' && fact !== null ? `{${detailsOf(fact)}}` : String(fact)
}

function timeOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = parseCellTime(text)
  if (seconds === undefined) throw new CommandFailure(words.badEventTime(option), exit.usage)
  return seconds
}
