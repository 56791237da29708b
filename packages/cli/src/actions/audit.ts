import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { demand } from '@card-member/desk'
import { privateStream } from '@card-member/service'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskWords as words } from '../words/desk.ts'
import type { PlaceFlags, StaffFlags } from './desk-flags.ts'
import { readable, writable } from './files.ts'
import { type Visit, visit } from './visit.ts'

/** Options of both commands on the audit log. */
export interface AuditFlags extends StaffFlags, PlaceFlags {
  readonly brand?: string
}

/** Verifies the audit log. */
export async function runVerify(flags: AuditFlags & { readonly against?: string }, terminal: Terminal): Promise<number> {
  const { against, json } = flags
  if (against !== undefined) await readable(against, access(against))
  return visit(flags, terminal, async (at) => {
    const earlier = against === undefined ? {} : { against: createReadStream(against) }
    const { ok, findings, findings_left_off, counts, complete } = await at.desk.context.auditLog.verify({
      ...chainFor(flags, at),
      ...earlier,
    })
    if (json) terminal.write(JSON.stringify({ ok, complete, counts, findings, findings_left_off }))
    const total = findings.length + findings_left_off
    terminal.say(ok ? words.sound : words.unsound(total), ok ? at.channel : 'err')
    terminal.table(
      [
        [terminal.in(words.chains), String(counts.chains)],
        [terminal.in(words.events), String(counts.events)],
        [terminal.in(words.checkpoints), String(counts.checkpoints)],
      ],
      at.channel,
    )
    for (const finding of findings) terminal.say(finding.words, 'err')
    if (findings_left_off > 0) terminal.say(words.more(findings_left_off), 'err')
    return ok ? exit.done : exit.failed
  })
}

/** Takes the audit log out; that it was stands in it. */
export async function runExport(flags: AuditFlags & { readonly out?: string }, terminal: Terminal): Promise<number> {
  const { out, json } = flags
  if (json && out === undefined) throw new CommandFailure(words.jsonNeedsOut, exit.usage)
  return visit(flags, terminal, async (at) => {
    const { auditLog } = at.desk.context
    const chain = chainFor(flags, at)
    await auditLog.note([{ brand_id: chain.brand_id ?? '', actor: at.actor.staff_id, action: 'audit.export', facts: {} }])
    const lines = auditLog.export(chain)
    if (out === undefined) {
      for await (const line of lines) {
        if (terminal.gone.aborted) break
        terminal.write(line.trimEnd())
      }
      return exit.done
    }
    await writable(out, pipeline(Readable.from(lines), privateStream(out)))
    if (json) terminal.write(JSON.stringify({ file: out }))
    else terminal.say(words.written(out))
    return exit.done
  })
}

// The audit log of the desk as a whole, as `-`, takes a grant for every brand to read, like that of all brands.
function chainFor({ brand }: AuditFlags, { actor }: Visit): { readonly brand_id?: string } {
  demand(actor, 'audit', brand === undefined || brand === '-' ? '*' : brand)
  if (brand === undefined) return {}
  return { brand_id: brand === '-' ? '' : brand }
}
