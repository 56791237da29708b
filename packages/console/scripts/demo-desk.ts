import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { formatTime } from '@card-member/sdk/contract'
import { Browser } from '../../desk/test/fixtures/browser.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const invalid_reason = '用户申请退会'

/** Somebody of the demo, by the name that they sign in with. */
export type DemoName = 'wang' | 'li' | 'zhang' | 'chen' | 'zhou' | 'liu'

/** A running demo. */
export interface DemoDesk extends AsyncDisposable {
  /** `http://localhost:PORT`. */
  readonly url: string
  /** Where the demo keeps its files. */
  readonly folder: string
  /** Somebody who is signed in, the same each time. */
  browserOf(name: DemoName): Promise<Browser>
  /** The cookie of somebody's session. */
  cookieOf(name: DemoName): Promise<string>
}

/** A running demo with something in every list. */
export interface FilledDesk extends DemoDesk {
  /** Where a card is that can be ended, where one is that has ended, and where the batch is. */
  readonly paths: {
    readonly card: string
    readonly ended: string
    readonly invalidation: string
    readonly consent: string
    readonly batch: string
  }
}

/** Starts `card-member start` in a folder of its own, records two consents, ends one card and checks the batch. */
export async function startFilledDesk(): Promise<FilledDesk> {
  await using stack = new AsyncDisposableStack()
  const desk = stack.use(await startDemoDesk())
  const paths = await fill(await desk.browserOf('zhang'), await desk.browserOf('wang'))
  const owned = stack.move()
  return { ...desk, paths, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Starts `card-member start` in a folder of its own. */
export async function startDemoDesk(): Promise<DemoDesk> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'card-member-screenshots-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const args = ['start', '--folder', folder, '--port', '0', '--desk-port', '0']
  const child = spawn(join(root, 'node_modules/.bin/card-member'), args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  stack.defer(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const url = await readUrl(child.stdout)
  const signedIn = new Map<DemoName, Promise<Browser>>()
  const as = (name: DemoName) => {
    const browser = signedIn.get(name) ?? signIn(url, name)
    signedIn.set(name, browser)
    return browser
  }
  const owned = stack.move()
  return {
    url: url.replace('//127.0.0.1:', '//localhost:'),
    folder,
    browserOf: as,
    cookieOf: async (name) => (await as(name)).cookie ?? '',
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function readUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const [, url] = /^desk ready (\S+)$/.exec(line) ?? []
    if (url !== undefined) return url
  }
  throw new Error('card-member start ended before its desk was ready')
}

async function signIn(url: string, name: DemoName): Promise<Browser> {
  const browser = new Browser(url)
  await browser.call('openDemoSession', { name })
  return browser
}

async function fill(clerk: Browser, author: Browser): Promise<FilledDesk['paths']> {
  const { demo_cards = [] } = await clerk.call('getWelcome', {})
  const [first, second] = demo_cards
  if (first === undefined || second === undefined) throw new Error('the demo has no cards')
  const { brand_id } = first
  const record = async ({ user_card_code, openid }: { readonly user_card_code: string; readonly openid: string }) => {
    const { data } = await clerk.call('findUserCards', { brand_id, text: openid })
    const card_ref = data[0]?.card_ref ?? ''
    const now = Math.floor(Date.now() / 1000)
    const [told_at, agreed_at] = [formatTime(now - 7200), formatTime(now - 3600)]
    const { consent_id } = await clerk.call('recordConsent', {
      brand_id,
      card_ref,
      channel: 'sms',
      reference: 'SMS-20261126',
      told_at,
      agreed_at,
      invalid_reason,
    })
    return { card_ref, consent_id, last_four: user_card_code.slice(-4) }
  }
  const open = await record(first)
  const gone = await record(second)
  await clerk.call('confirmDemoSecondFactor', {})
  const { invalidation_id } = await clerk.call('invalidateCard', { brand_id, invalid_reason, ...gone })
  const { data } = await author.call('listBatches', { brand_id })
  const batch_id = data[0]?.batch_id ?? ''
  await author.call('checkBatch', { batch_id })
  return {
    card: `/cards/${open.card_ref}`,
    ended: `/cards/${gone.card_ref}`,
    invalidation: `/invalidations/${invalidation_id}`,
    consent: `/consents/${open.consent_id}`,
    batch: `/batches/${batch_id}`,
  }
}
