import { witnessFailureText } from '@card-member/desk'
import { formatTime } from '@card-member/sdk/contract'
import { writePrivate } from '@card-member/service/kept-file'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { auditCommandWords as words } from '../words/audit.ts'
import { deskWords } from '../words/desk.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'
import { writable } from './files.ts'

/** Options of commands that write something of the audit log. */
export interface OutFlags extends SignInFlags, DeskFlags {
  readonly out: string
}

/** Publishes the audit log as static files. */
export function runPublish(flags: OutFlags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { trees, testimonies, stamp_errors } = await writable(flags.out, desk.audit.publish(actor, { out: flags.out }))
    if (flags.json) terminal.write(JSON.stringify({ out: flags.out, trees, witnesses: testimonies, stamp_errors }))
    terminal.say(words.published(flags.out), channel)
    terminal.table(
      trees.map(({ tree, size, files }) => [tree, terminal.in(words.publishedTree(size, files))]),
      channel,
    )
    for (const { witness, tree, error } of testimonies)
      if (error !== undefined) terminal.say(words.witnessError(witness, tree, terminal.in(witnessFailureText(error))), 'err')
    for (const { tree, error } of stamp_errors) terminal.say(words.stampFailed(tree, error), 'err')
    return testimonies.some(({ rejected }) => rejected) ? exit.failed : exit.done
  })
}

/** Writes the proof of an event. */
export function runProve(event_id: string, flags: OutFlags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const proof = await desk.audit.prove(actor, { event_id })
    await writable(
      flags.out,
      Promise.resolve().then(() => writePrivate(flags.out, proof)),
    )
    if (flags.json) terminal.write(JSON.stringify({ event_id, file: flags.out }))
    else terminal.say(deskWords.written(flags.out))
    return exit.done
  })
}

/** Shows trees, checkpoints and witnesses. */
export function runAuditStatus(flags: SignInFlags & DeskFlags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const { trees, witnesses } = await desk.audit.status(actor)
    if (flags.json) {
      terminal.write(JSON.stringify({ trees, witnesses }))
      return exit.done
    }
    const none = terminal.in(words.none)
    for (const { tree, size, checkpoint } of trees)
      terminal.say(words.treeLine(tree, size, checkpoint === null ? none : `${checkpoint.size}  ${formatTime(checkpoint.time)}`))
    for (const { witness, tree, time, error } of witnesses) {
      const last = time === null ? terminal.in(words.never) : formatTime(time)
      terminal.say(
        words.witnessError(witness, tree, [last, ...(error === null ? [] : [terminal.in(witnessFailureText(error))])].join('  ')),
      )
    }
    return exit.done
  })
}
