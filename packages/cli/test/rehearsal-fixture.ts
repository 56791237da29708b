import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Platform, startPlatform } from '@card-member/platform'
import { CardMember, type UserCard } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makeLog } from '@card-member/service'
import { brand_id, seed } from '../src/demo/content.ts'
import { demoTenant, writeCaller } from '../src/demo/tenant.ts'

/** A real platform with one template and three members, and a caller's credential file. */
export interface Rehearsal extends AsyncDisposable {
  readonly folder: string
  readonly platform: Platform
  /** Path of the credential file. */
  readonly credential: string
  /** A client of the test's own, to see what a command has done. */
  readonly api: CardMember
  readonly members: readonly [UserCard, UserCard, UserCard]
  /** The arguments that name a member's card. */
  argumentsFor(member: UserCard): string[]
}

/** Starts a rehearsal in a folder of its own, without a rate limit. */
export async function rehearse(): Promise<Rehearsal> {
  const folder = await mkdtemp(join(tmpdir(), 'card-member-test-'))
  const tenant = await demoTenant(folder)
  await unlimit(tenant.tenants)
  const log = makeLog({ level: 'silent' })
  const platform = await startPlatform({ tenants: tenant.tenants, database: `sqlite:${folder}/platform.db`, log })
  const { credential } = await writeCaller(tenant, platform, { card_id: '', user_card_code: '', openid: '' })
  const api = new CardMember(await readCredential(credential), { rate_limit: false })
  const { userCards } = await seed(api)
  const [one, two, three] = userCards
  if (!one || !two || !three) throw new Error('the demo has three members')
  return {
    folder,
    platform,
    credential,
    api,
    members: [one, two, three],
    argumentsFor: ({ user_card_code, card_id, openid }) => [
      user_card_code,
      ...['--credential', credential, '--brand-id', brand_id, '--card-id', card_id, '--openid', openid],
    ],
    [Symbol.asyncDispose]: async () => {
      await api.close()
      await platform.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function unlimit(tenants: string): Promise<void> {
  const file: { merchants: object[] } = JSON.parse(await readFile(tenants, 'utf8'))
  const merchants = file.merchants.map((merchant) => ({ ...merchant, rate_limit_per_second: 0 }))
  await writeFile(tenants, JSON.stringify({ ...file, merchants }))
}
