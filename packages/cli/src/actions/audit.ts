import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { privateStream } from '@card-member/service/kept-file'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskWords as words } from '../words/desk.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'
import { readable, writable } from './files.ts'

/** Options of both commands on the audit log. */
export interface AuditFlags extends SignInFlags, DeskFlags {
  readonly brand?: string
}

/** Verifies the audit log. */
export async function runVerify(flags: AuditFlags & { readonly against?: string }, terminal: Terminal): Promise<number> {
  const { brand: brand_id, against: earlier, json } = flags
  if (earlier !== undefined) await readable(earlier, access(earlier))
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const against = earlier === undefined ? undefined : createReadStream(earlier)
    const { ok, findings, findings_left_off, counts } = await desk.audit.verify(actor, { brand_id, against })
    if (json) terminal.write(JSON.stringify({ ok, counts, findings, findings_left_off }))
    const total = findings.length + findings_left_off
    terminal.say(ok ? words.sound : words.unsound(total), ok ? channel : 'err')
    terminal.table(
      [
        [terminal.in(words.trees), String(counts.trees)],
        [terminal.in(words.events), String(counts.events)],
        [terminal.in(words.checkpoints), String(counts.checkpoints)],
      ],
      channel,
    )
    for (const finding of findings) terminal.say(finding.words, 'err')
    if (findings_left_off > 0) terminal.say(words.more(findings_left_off), 'err')
    return ok ? exit.done : exit.failed
  })
}

/** Takes the audit log out; that it was stands in it. */
export async function runExport(flags: AuditFlags & { readonly out?: string }, terminal: Terminal): Promise<number> {
  const { brand: brand_id, out, json } = flags
  if (json && out === undefined) throw new CommandFailure(words.jsonNeedsOut, exit.usage)
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const lines = await desk.audit.export(actor, { brand_id })
    if (out === undefined) {
      for await (const line of lines) {
        if (terminal.closed.aborted) break
        terminal.write(String(line).trimEnd())
      }
      return exit.done
    }
    await writable(out, pipeline(lines, privateStream(out)))
    if (json) terminal.write(JSON.stringify({ file: out }))
    else terminal.say(words.written(out))
    return exit.done
  })
}
