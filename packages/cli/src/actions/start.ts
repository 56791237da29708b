import { join, relative } from 'node:path'
import type { BatchView } from '@card-member/desk'
import type { Platform } from '@card-member/platform'
import { CardMember, type UserCard } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makePrivateFolder, writePrivate } from '@card-member/service/kept-file'
import { stopAtSignal } from '@card-member/service/lifecycle'
import { makeLog } from '@card-member/service/log'
import { InUseError, ProcessLock } from '@card-member/service/process-lock'
import { seedBatch } from '../demo/batch.ts'
import { demoTemplate, freshMembers, importMembers } from '../demo/content.ts'
import { waitingMembers, writeMembers } from '../demo/members.ts'
import { seedNotice } from '../demo/notice.ts'
import { demoStaff, seedStaff, staffFile } from '../demo/staff.ts'
import { type DemoTenant, demoTenant, fillingClient, quoted, writeCaller } from '../demo/tenant.ts'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { batchWords } from '../words/batch.ts'
import { demoWords as words } from '../words/demo.ts'
import { platformWords } from '../words/platform.ts'
import { launchDesk } from './desk-serve.ts'
import { openDeskFor } from './desk-session.ts'
import { launchPlatform } from './launch-platform.ts'
import { untilStopped } from './platform.ts'

/** Options of `card-member start`. */
export interface StartFlags {
  readonly port?: number
  readonly deskPort?: number
  readonly host: string
  readonly folder: string
  readonly sandbox?: boolean
}

/** Runs a platform and a desk with demo data until a signal ends the process. */
export async function runStart(flags: StartFlags, terminal: Terminal): Promise<never> {
  const { port, deskPort, host, folder, sandbox = false } = flags
  const hold = holdFolder(folder)
  const log = makeLog({ level: 'warn' })
  const running = new AsyncDisposableStack()
  running.use(hold)
  stopAtSignal({ close: () => running.disposeAsync() }, log)
  try {
    const tenant = await demoTenant(folder)
    const database = `sqlite:${folder}/platform.db`
    const platform = await launchPlatform({ ...freeUnlessTold(port, 8080), tenants: tenant.tenants, database, host, folder, sandbox, log })
    running.defer(() => platform.close())
    // The file is needed before there is a template to name in it, and again when there is one.
    const { credential } = await writeCaller(tenant, platform)
    const api = running.use(await fillingClient(tenant, credential))
    const demo = { ...(await seedPlatform(folder, credential, api)), credential }
    const { card_id } = demo.card
    const place = { database: `sqlite:${folder}/desk.db`, connections: join(folder, 'connections.json') }
    const batch = await seedDesk(place, folder, api, card_id)
    const desk = await launchDesk({ ...place, ...freeUnlessTold(deskPort, 8090), host, log })
    running.use(desk)
    await writeCaller(tenant, platform, { CARD_ID: card_id, DESK_URL: desk.url })
    terminal.write(`platform ready ${platform.url}`)
    terminal.write(`desk ready ${desk.url}`)
    hold.announce(platform.url, desk.url)
    if (sandbox) terminal.say(platformWords.sandboxOpened(platform.sandbox_token ?? '', join(folder, 'sandbox.token')), 'err')
    introducePlatform(demo, tenant, platform, terminal)
    introduceDesk(batch, place.database, folder, terminal)
    terminal.say(words.stop)
  } catch (error) {
    // Stopped before it was all there.
    if (running.disposed) return untilStopped()
    await running.disposeAsync()
    throw error
  }
  log.level = 'info'
  return untilStopped()
}

// Before anything is written: what a server in this folder works with must not change under it.
function holdFolder(folder: string): ProcessLock {
  makePrivateFolder(folder)
  try {
    using stack = new DisposableStack()
    const lock = stack.use(ProcessLock.take(folder, 'start'))
    for (const name of ['platform.db', 'desk.db']) ProcessLock.take(join(folder, name), 'start')[Symbol.dispose]()
    stack.move()
    return lock
  } catch (error) {
    throw error instanceof InUseError ? new CommandFailure(error.words) : error
  }
}

// A person who tries it does not care about the port.
function freeUnlessTold(port: number | undefined, usual: number) {
  return port === undefined ? { port: usual, fallback_port: 0 } : { port }
}

// What is printed names other members than the examples take.
const shownMembers = 3

type Demo = Awaited<ReturnType<typeof seedPlatform>> & { readonly credential: string }

async function seedPlatform(folder: string, credential: string, api: CardMember) {
  // Notifications go to the merchant that made the template.
  await using caller = new CardMember(await readCredential(credential))
  const card = await demoTemplate(caller)
  const userCards = await importMembers(api, card.card_id, freshMembers(shownMembers + waitingMembers))
  await writeMembers(folder, userCards.slice(shownMembers))
  return { card, userCards: userCards.slice(0, shownMembers) }
}

interface Place {
  readonly database: string
  readonly connections: string
}

async function seedDesk(place: Place, folder: string, api: CardMember, card_id: string): Promise<BatchView> {
  writePrivate(place.connections, `${JSON.stringify([{ name: 'demo', credential_file: 'credential.json' }], null, 2)}\n`)
  await using desk = await openDeskFor(place)
  await seedStaff(desk, folder)
  await seedNotice(desk)
  return await seedBatch(desk, folder, api, card_id)
}

function introducePlatform({ card, userCards, credential }: Demo, { mchid }: DemoTenant, { url }: Platform, terminal: Terminal): void {
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

function introduceDesk(
  { batch_id, state, plan_count, plan_sha256 }: BatchView,
  database: string,
  folder: string,
  terminal: Terminal,
): void {
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
