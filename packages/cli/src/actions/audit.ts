import { createReadStream } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { witnessFailureText } from '@card-member/desk'
import { privateStream } from '@card-member/service/kept-file'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { auditCommandWords } from '../words/audit.ts'
import { deskWords as words } from '../words/desk.ts'
import type { ProofFlags } from './audit-proof.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'
import { readable, writable } from './files.ts'

/** Options of both commands on the audit log. */
export interface AuditFlags extends SignInFlags, DeskFlags {
  readonly brand?: string
}

/** Options of `card-member desk audit verify`. */
export interface VerifyFlags extends Omit<AuditFlags, 'as'>, ProofFlags {
  readonly as?: string
  readonly against?: string
  readonly published?: string
  readonly checkpoint?: string
}

/** Verifies the audit log, or one proof. */
export async function runVerify(flags: VerifyFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, against: earlier, published, json } = flags
  if (flags.proof !== undefined) {
    const { runVerifyProof } = await import('./audit-proof.ts')
    return runVerifyProof(flags, terminal)
  }
  const { as } = flags
  if (as === undefined) throw new CommandFailure(auditCommandWords.asNeeded, exit.usage)
  for (const path of [earlier, published]) if (path !== undefined) await readable(path, access(path))
  const subject = flags.checkpoint
  const checkpoint = subject === undefined ? undefined : { subject, note: await readable(subject, readFile(subject, 'utf8')) }
  return withDesk({ ...flags, as }, terminal, async ({ desk, actor, channel }) => {
    const against = earlier === undefined ? undefined : createReadStream(earlier)
    const report = await desk.audit.verify(actor, { brand_id, against, published, checkpoint })
    const { ok, findings, findings_left_off, counts, witnesses } = report
    if (json) terminal.write(JSON.stringify(report))
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
    for (const { witness, tree, error } of witnesses)
      if (error !== undefined) terminal.say(auditCommandWords.witnessError(witness, tree, terminal.in(witnessFailureText(error))), 'err')
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
