import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { reportKinds } from '@card-member/desk'
import { privateStream } from '@card-member/service/kept-file'
import { batchObject } from '../batch/show-batch.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'
import { writable } from './files.ts'

/** Writes the files that tell what became of a batch. They name members, so only their owner reads them. */
export function runReport(id: string, flags: SignInFlags & DeskFlags & { readonly out: string }, terminal: Terminal): Promise<number> {
  const { out, json } = flags
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const view = await desk.batches.get(actor, id)
    await writable(out, mkdir(out, { recursive: true, mode: 0o700 }))
    const files: string[] = []
    for (const kind of reportKinds) {
      const path = join(out, kind)
      const content = await desk.batches.report(actor, id, kind, terminal.language)
      await writable(path, pipeline(content, privateStream(path)))
      files.push(path)
      if (!json) terminal.write(path)
    }
    if (json) terminal.write(JSON.stringify({ ...batchObject(view), files }))
    return exit.done
  })
}
