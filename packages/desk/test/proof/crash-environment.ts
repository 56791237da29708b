import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { connectSandbox } from '@card-member/platform/sandbox'
import { CardMember } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makeLog } from '@card-member/service/log'
import type { TestDatabase } from '../../../../test/database-fixture.ts'
import { merchant, platform as platformKeys } from '../../../sdk/test/fixtures/keys.ts'
import { type DeskParts, openParts } from '../../src/parts.ts'
import { Child } from './child.ts'
import { CountingProxy } from './counting-proxy.ts'
import { SeededRandom } from './seeded-random.ts'

export const brand_id = '1004'
const appid = 'wxea9c30890f48d5ae'
const mchid = '1900000001'
const serial_no = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'

const sandboxToken = 'of-the-crash-proof'

/** How a crash test is configured. */
export interface CrashOptions {
  readonly database: TestDatabase
  readonly per_second: number
  readonly seed: number
  /** How many desk processes share the work. */
  readonly desks: number
  /** How many of a hundred answers get lost; one unless given. */
  readonly lost_percent?: number
  /** For how many seconds an attempt may be signed; 5 unless given, so that lost attempts are settled soon. */
  readonly sign_seconds?: number
  /** The files that are run as processes, and the variables that they get besides; their sources unless given. */
  readonly programs?: Programs
}

interface Programs {
  readonly desk: string
  readonly platform: string
  readonly env: Readonly<Record<string, string>>
}

const sources: Programs = {
  desk: fileURLToPath(new URL('desk-process.ts', import.meta.url)),
  platform: fileURLToPath(new URL('../../../platform/test/fixtures/platform-process-entry.ts', import.meta.url)),
  env: {},
}

/** Desks and a platform in processes of their own that can be killed, and a proxy between them. */
export interface CrashEnvironment extends AsyncDisposable {
  readonly folder: string
  readonly platform: Child
  readonly desks: readonly Child[]
  readonly proxy: CountingProxy
  /** A desk of this process on the same database. */
  readonly control: DeskParts
  readonly api: CardMember
  readonly random: SeededRandom
  /** Kills the platform and starts it again; `faults` adds its faults anew. */
  restartPlatform(faults: boolean): Promise<void>
  /** Makes some invalidations fail. */
  addFaults(): Promise<void>
  /** The cards in the platform's own database. */
  cards(): Map<string, { state: string; reason: string | null }>
}

/** Prepares desks, which the caller starts, and a platform that runs. */
export async function startCrashEnvironment(options: CrashOptions): Promise<CrashEnvironment> {
  const { database, per_second, seed, desks: count, lost_percent = 1, sign_seconds = 5, programs = sources } = options
  await using stack = new AsyncDisposableStack()
  const random = new SeededRandom(seed)
  const folder = await mkdtemp(join(tmpdir(), 'card-member-crash-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'merchant_pub.pem'), merchant.public_key)
  await writeFile(join(folder, 'merchant_key.pem'), merchant.private_key)
  await writeFile(join(folder, 'platform_key.pem'), platformKeys.private_key)
  await writeFile(join(folder, 'platform_pub.pem'), platformKeys.public_key)
  const wechatpay_public_key_id = 'PUB_KEY_ID_0000000000000000000000000001'
  const tenants = join(folder, 'tenants.json')
  const merchants = [{ mchid, serial_no, public_key_file: 'merchant_pub.pem', brands: [brand_id], rate_limit_per_second: 0 }]
  await writeFile(
    tenants,
    JSON.stringify({
      platform: { key_id: wechatpay_public_key_id, private_key_file: 'platform_key.pem' },
      merchants,
      brands: [{ brand_id, name: 'Crash', appids: [appid] }],
    }),
  )
  const proxy = stack.use(new CountingProxy(() => random.chance(lost_percent / 100)))
  const base_url = await proxy.listen()
  const credential = {
    mchid,
    serial_no,
    private_key_file: 'merchant_key.pem',
    wechatpay_public_key_id,
    wechatpay_public_key_file: 'platform_pub.pem',
  }
  await writeFile(join(folder, 'credential.json'), JSON.stringify({ base_url, ...credential }))
  const connections = join(folder, 'connections.json')
  await writeFile(connections, JSON.stringify([{ name: 'main', per_second, credential_file: 'credential.json' }]))
  const platform = stack.use(
    new Child(programs.platform, programs.env, {
      tenants,
      folder,
      database: `sqlite:${join(folder, 'platform.db')}`,
      sandbox: { token: sandboxToken },
    }),
  )
  const desk = { database: database.url, folder, connections, sign_seconds, effect_seconds: 3 }
  const desks = Array.from({ length: count }, () => stack.use(new Child(programs.desk, programs.env, desk)))
  const control = stack.use(await openParts({ ...desk, log: makeLog({ level: 'warn' }) }))
  const api = stack.use(new CardMember(await readCredential(join(folder, 'credential.json')), { rate_limit: false }))
  proxy.target = await platform.start()
  // Refuses some calls for now, and fails some.
  const addFaults = async () => {
    const sandbox = connectSandbox(proxy.target, { token: sandboxToken })
    for (const fault of ['rate_limited', 'system_error'] as const)
      await sandbox.faults.add({ fault, on: 'invalidateUserCard', probability: 0.01 })
  }
  const restartPlatform = async (faults: boolean) => {
    await platform.kill()
    proxy.target = await platform.start()
    if (faults) await addFaults()
  }
  const owned = stack.move()
  return {
    folder,
    platform,
    desks,
    proxy,
    control,
    api,
    random,
    restartPlatform,
    addFaults,
    cards: () => cardsIn(join(folder, 'platform.db')),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function cardsIn(file: string): Map<string, { state: string; reason: string | null }> {
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    const rows = database.prepare('select user_card_code, user_card_state, invalid_reason from user_cards').all()
    return new Map(
      rows.map((row) => [
        String(row.user_card_code),
        { state: String(row.user_card_state), reason: row.invalid_reason === null ? null : String(row.invalid_reason) },
      ]),
    )
  } finally {
    database.close()
  }
}
