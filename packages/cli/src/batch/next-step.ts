import type { BatchView, Permission } from '@card-member/desk'
import { HttpError, text } from '@card-member/sdk/contract'
import { withoutPassword } from '@card-member/service/database-url'
import type { DeskFlags, SignInFlags } from '../actions/desk-flags.ts'
import { type DeskSession, messageOf, withDesk } from '../actions/desk-session.ts'
import { quoted } from '../demo/tenant.ts'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'

type Flags = SignInFlags & DeskFlags

const usualDatabase = 'sqlite:./data/desk.db'

/** What has to be added to a step so that it can be pasted: which desk is meant, and who gives the command. */
export function deskArguments({ connections, as, ...place }: Flags, who: string | undefined = as): string {
  return databaseArguments(place) + optionText({ '--connections': connections, '--as': who })
}

/** Which desk is meant, as it has to be typed. */
export function databaseArguments({ database, databaseFile, folder }: Omit<DeskFlags, 'connections'>): string {
  // A line that is printed may be kept where a password must not be; PGPASSWORD gives it to the next command.
  const url = databaseFile !== undefined || database === usualDatabase ? undefined : withoutPassword(database)
  return optionText({ '--database': url, '--database-file': databaseFile, '--folder': folder })
}

function optionText(options: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(options)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name} ${quoted(value)}`]))
    .join('')
}

/** The command that takes a batch further from where it is, as someone who may give it; undefined when nothing does. */
export async function nextStep(session: DeskSession, view: BatchView, flags: Flags): Promise<string | undefined> {
  const { id, state, plan_count = 0, plan_sha256 } = view
  const as = async (permission: Permission, other = false) => deskArguments(flags, await nameOfPermitted(session, view, permission, other))
  switch (state) {
    case 'preparing':
    case 'failed':
      return undefined
    case 'uploaded':
    case 'checking':
      return words.nextCheck(id) + (await as('prepare_batch'))
    case 'checked':
      return plan_count === 0 ? undefined : words.nextApprove(id, plan_count, plan_sha256) + (await as('approve_batch', true))
    case 'approved':
    case 'running':
      return words.nextRun(id) + (await as('run_batch'))
    case 'paused':
    case 'stopped_by_breaker':
      return words.nextResume(id) + (await as('run_batch'))
    case 'done':
      return words.nextReport(id) + (await as('export'))
    case 'cancelled':
      return undefined
  }
}

/** The name of a person who may: the one who runs this command, the author, or the first in the list; an approver is not the author. */
async function nameOfPermitted(
  { desk, actor }: DeskSession,
  { brand_id, author }: BatchView,
  permission: Permission,
  other: boolean,
): Promise<string | undefined> {
  const permitted = await desk.staff.permitted(actor, { permission, brand_id })
  const first = [actor.staff_id, author].flatMap((id) => permitted.filter(({ staff_id }) => staff_id === id))
  return [...first, ...permitted].find(({ staff_id }) => !(other && staff_id === author))?.name
}

const stateCodes: ReadonlySet<string> = new Set(['BATCH_STATE', 'BATCH_FILE_AGAIN', 'CONSENTS_WITHDRAWN'])

/** Somebody's work with batches: when the state of one is in the way, they are told the state and the command that comes next. */
export function withBatch(
  flags: Flags,
  terminal: Terminal,
  id: string | undefined,
  work: (visit: DeskSession) => Promise<number>,
): Promise<number> {
  return withDesk(flags, terminal, async (session) => {
    try {
      return await work(session)
    } catch (error) {
      if (!(error instanceof HttpError) || !stateCodes.has(error.definition.code)) throw error
      const batch_id = typeof error.detail?.batch_id === 'string' ? error.detail.batch_id : (id ?? '')
      const view = await session.desk.batches.get(session.actor, batch_id)
      // Another check finds which consents were taken back.
      const again = error.definition.code === 'CONSENTS_WITHDRAWN'
      const next = await nextStep(session, again ? { ...view, state: 'uploaded' } : view, flags)
      const reason = messageOf(error)
      const lines = [words.currentState(batch_id, view.state), ...(next === undefined ? [] : [words.next(next)])]
      const en = [reason.en, ...lines.map((line) => line.en)].join('\n')
      const zh = [reason['zh-CN'], ...lines.map((line) => line['zh-CN'])].join('\n')
      throw new CommandFailure(text({ zh, en }), exit.failed, { code: error.definition.code, field: error.detail?.field })
    }
  })
}
