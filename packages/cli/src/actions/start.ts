import { join } from 'node:path'
import type { BatchView } from '@card-member/desk'
import { CardMember, type UserCard } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makePrivateFolder, writePrivate } from '@card-member/service/kept-file'
import { stopAtSignal } from '@card-member/service/lifecycle'
import { makeLog } from '@card-member/service/log'
import { InUseError, ProcessLock } from '@card-member/service/process-lock'
import { seedBatch } from '../demo/batch.ts'
import { writeCommands } from '../demo/commands.ts'
import { demoTemplate, freshMembers, importMembers } from '../demo/content.ts'
import { waitingMembers, writeMembers } from '../demo/members.ts'
import { seedNotice } from '../demo/notice.ts'
import { launchRehearsal } from '../demo/rehearsal.ts'
import { demoStaff, seedStaff } from '../demo/staff.ts'
import { demoTenant, fillingClient, rehearsalFolder, writeCaller } from '../demo/tenant.ts'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
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
    const rehearsal = await launchRehearsal(tenant, demo.userCards, log)
    running.defer(() => rehearsal.close())
    const batch = await seedDesk(place, folder, api, card_id)
    const offer = { people: demoStaff, cards: demo.userCards.map(cardOf) }
    const desk = await launchDesk({ ...place, ...freeUnlessTold(deskPort, 8090), host, log, demo: offer })
    running.use(desk)
    await writeCaller(tenant, platform, { CARD_ID: card_id, DESK_URL: desk.url })
    // A sandbox is there for programs, which need its address; people need that of the page alone.
    if (sandbox) terminal.write(`platform ready ${platform.url}`)
    terminal.write(`desk ready ${desk.url}`)
    hold.announce(platform.url, desk.url)
    if (sandbox) terminal.say(platformWords.sandboxOpened(platform.sandbox_token ?? '', join(folder, 'sandbox.token')), 'err')
    terminal.say(words.open)
    terminal.say(words.commands(writeCommands({ demo, tenant, platform, batch, database: place.database, folder }, terminal.language)))
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
    for (const name of ['platform.db', 'desk.db', `${rehearsalFolder}/platform.db`])
      ProcessLock.take(join(folder, name), 'start')[Symbol.dispose]()
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

async function seedPlatform(folder: string, credential: string, api: CardMember) {
  // Notifications go to the merchant that made the template.
  await using caller = new CardMember(await readCredential(credential))
  const card = await demoTemplate(caller)
  const userCards = await importMembers(api, card.card_id, freshMembers(shownMembers + waitingMembers))
  await writeMembers(folder, userCards.slice(shownMembers))
  return { card, userCards: userCards.slice(0, shownMembers) }
}

function cardOf({ brand_id, card_id, user_card_code, openid }: UserCard) {
  return { brand_id, card_id, user_card_code, openid }
}

interface Place {
  readonly database: string
  readonly connections: string
}

async function seedDesk(place: Place, folder: string, api: CardMember, card_id: string): Promise<BatchView> {
  const connections = [
    { name: 'demo', credential_file: 'credential.json' },
    {
      name: 'rehearsal',
      credential_file: `${rehearsalFolder}/credential.json`,
      sandbox: true,
      sandbox_token_file: `${rehearsalFolder}/sandbox.token`,
    },
  ]
  writePrivate(place.connections, `${JSON.stringify(connections, null, 2)}\n`)
  await using desk = await openDeskFor(place)
  await seedStaff(desk, folder)
  await seedNotice(desk)
  return await seedBatch(desk, folder, api, card_id)
}
