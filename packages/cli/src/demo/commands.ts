import { join, relative } from 'node:path'
import { Writable } from 'node:stream'
import type { BatchView } from '@card-member/desk'
import type { Card, UserCard } from '@card-member/sdk'
import type { Language } from '@card-member/sdk/protocol'
import { writePrivate } from '@card-member/service/kept-file'
import { Terminal } from '../terminal.ts'
import { batchWords } from '../words/batch.ts'
import { demoWords as words } from '../words/demo.ts'
import { demoStaff, staffFile } from './staff.ts'
import { type DemoTenant, quoted } from './tenant.ts'

/** The demo as it runs. */
interface RunningDemo {
  readonly demo: { readonly card: Card; readonly userCards: readonly UserCard[]; readonly credential: string }
  readonly tenant: DemoTenant
  readonly platform: { readonly url: string }
  readonly batch: BatchView
  /** The desk's. */
  readonly database: string
  readonly folder: string
}

/** Writes what can be done with the demo in a terminal to a file, and returns its path: the page needs none of it. */
export function writeCommands(running: RunningDemo, language: Language): string {
  const path = join(running.folder, 'commands.txt')
  const lines: string[] = []
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString())
      done()
    },
  })
  const terminal = new Terminal(language, { stdin: process.stdin, stdout, stderr: stdout, env: {} })
  introducePlatform(running, terminal)
  introduceDesk(running, terminal)
  writePrivate(path, lines.join(''))
  return path
}

function introducePlatform(
  { demo: { card, userCards, credential }, tenant: { mchid }, platform: { url } }: RunningDemo,
  terminal: Terminal,
): void {
  terminal.table([
    [terminal.in(words.merchant), mchid],
    [terminal.in(words.brand), card.brand_id],
    [terminal.in(words.template), `${card.card_title} (${card.card_id})`],
    [terminal.in(words.credential), credential],
  ])
  terminal.say(words.members)
  terminal.table(userCards.map(({ user_card_code, user_card_state, openid }) => [user_card_code, `${user_card_state.padEnd(12)}${openid}`]))
  terminal.write('')
  const [next] = userCards
  if (next === undefined) return
  terminal.say(words.try)
  terminal.write(`\n${nextCommand(credential, url, next)}\n`)
}

function introduceDesk({ batch, database, folder }: RunningDemo, terminal: Terminal): void {
  const { batch_id, state, plan_count, plan_sha256 } = batch
  terminal.say(words.staff)
  terminal.table(demoStaff.map(({ name, role }) => [name, role]))
  terminal.say(words.secrets(staffFile(folder)))
  terminal.write('')
  terminal.say(words.tryBatch(state))
  const [author, approver] = demoStaff
  const steps = [
    { before: ['uploaded', 'checking'], step: batchWords.nextCheck(batch_id), name: author.name },
    {
      before: ['uploaded', 'checking', 'checked'],
      step: batchWords.nextApprove(batch_id, plan_count ?? 10, plan_sha256 ?? undefined),
      name: approver.name,
    },
    {
      before: undefined,
      step: state === 'done' || state === 'cancelled' ? batchWords.nextReport(batch_id) : batchWords.nextRun(batch_id),
      name: author.name,
    },
  ]
  const left = steps.filter(({ before = [state] }) => before.includes(state))
  terminal.write(`\n${left.map(({ step, name }) => `npx ${step} --database ${quoted(database)} --as ${name}`).join('\n')}\n`)
}

function nextCommand(credential: string, base_url: string, { user_card_code, card_id, openid, brand_id }: UserCard): string {
  const path = relative('.', credential)
  const options = {
    '--credential': path.startsWith('..') ? credential : path,
    '--base-url': base_url,
    '--brand': brand_id,
    '--card-id': card_id,
    '--openid': openid,
    '--reason': '用户申请退会',
    '--consent-reference': 'DEMO',
  }
  const words = Object.entries(options).flatMap(([name, value]) => [name, quoted(value)])
  return ['npx card-member invalidate', quoted(user_card_code), ...words, '--yes'].join(' ')
}
