import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { memberWords as words } from '../words/member.ts'
import { writeOut } from './consent-export.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

/** Options of `card-member member find`. */
export type MemberFlags = SignInFlags & DeskFlags & { readonly brand: string; readonly openid: string }

/** Options of `card-member member export`. */
export type ExportMemberFlags = MemberFlags & { readonly out?: string; readonly format: string }

/** Counts what is kept of a member. */
export function runFindMember(flags: MemberFlags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const counts = await desk.members.find(actor, { brand_id: flags.brand, openid: flags.openid })
    if (flags.json) terminal.write(JSON.stringify(counts))
    else terminal.table(Object.entries(counts).map(([name, count]) => [name, String(count)]))
    return exit.done
  })
}

/** Writes everything that is kept of a member, as JSON or as a page to read. */
export function runExportMember(flags: ExportMemberFlags, terminal: Terminal): Promise<number> {
  const { format } = flags
  if (format !== 'json' && format !== 'html') throw new CommandFailure(words.badFormat, exit.usage)
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const member = { brand_id: flags.brand, openid: flags.openid }
    const text =
      format === 'html'
        ? await desk.members.page(actor, member)
        : `${JSON.stringify(await desk.members.export(actor, member), undefined, 2)}\n`
    await writeOut(text, flags, terminal)
    return exit.done
  })
}
