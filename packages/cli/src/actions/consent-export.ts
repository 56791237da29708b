import { writePrivate } from '@card-member/service/kept-file'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'
import { writable } from './files.ts'

/** Options of `card-member consent export`. */
export type ExportConsentFlags = SignInFlags & DeskFlags & { readonly brand: string; readonly receipt?: boolean; readonly out?: string }

/** Writes a consent as a record of ISO/IEC TS 27560, or a receipt for its member, to a file or to standard output. */
export function runExportConsent(consent_id: string, flags: ExportConsentFlags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const key = { brand_id: flags.brand, consent_id }
    const text = flags.receipt
      ? await desk.consents.receipt(actor, key)
      : `${JSON.stringify(await desk.consents.export(actor, key), undefined, 2)}\n`
    await writeOut(text, flags, terminal)
    return exit.done
  })
}

/** Writes a text to the file that was named, which its owner alone reads, or to standard output. */
export async function writeOut(
  text: string,
  { out, json }: { readonly out?: string; readonly json?: true },
  terminal: Terminal,
): Promise<void> {
  if (out === undefined) {
    terminal.write(text.trimEnd())
    return
  }
  await writable(out, (async () => writePrivate(out, text))())
  terminal.write(json ? JSON.stringify({ file: out }) : out)
}
