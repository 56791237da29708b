import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Platform, startPlatform } from '@card-member/platform'
import { CardMember, type UserCard } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makeLog } from '@card-member/service/log'
import { brand_id, demoTemplate, firstMember, importMembers } from '../src/demo/content.ts'
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

const members = [
  firstMember,
  { user_card_code: '478515832673', openid: 'obLatjq0Sd3zQ2wHk8mVxT1LpRuE', level: '普通会员' },
  { user_card_code: '478515832681', openid: 'obLatj5mYc7RZtWn4bGvKf9JxQsD', level: '普通会员' },
]

/** Starts a rehearsal in a folder of its own, without a rate limit. */
export async function rehearse(options: { readonly database?: string } = {}): Promise<Rehearsal> {
  const folder = await mkdtemp(join(tmpdir(), 'card-member-test-'))
  const tenant = await demoTenant(folder)
  await unlimit(tenant.tenants)
  const log = makeLog({ level: 'silent' })
  const { database = `sqlite:${folder}/platform.db` } = options
  const platform = await startPlatform({ tenants: tenant.tenants, database, folder, log })
  const { credential } = await writeCaller(tenant, platform)
  const api = new CardMember(await readCredential(credential), { rate_limit: false })
  const { card_id } = await demoTemplate(api)
  const [one, two, three] = await importMembers(api, card_id, members)
  if (!one || !two || !three) throw new Error('the demo has three members')
  return {
    folder,
    platform,
    credential,
    api,
    members: [one, two, three],
    argumentsFor: ({ user_card_code, card_id, openid }) => [
      user_card_code,
      ...['--credential', credential, '--brand', brand_id, '--card-id', card_id, '--openid', openid],
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
