import { relative } from 'node:path'
import type { Platform } from '@card-member/platform'
import { CardMember, type UserCard } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makeLog, stopAtSignal } from '@card-member/service'
import { seed } from '../demo/content.ts'
import { type DemoTenant, demoTenant, quoted, writeCaller } from '../demo/tenant.ts'
import type { Terminal } from '../terminal.ts'
import { demoWords as words } from '../words/demo.ts'
import { boot } from './boot.ts'
import { untilStopped } from './platform.ts'

/** Options of `card-member start`. */
export interface StartFlags {
  readonly port?: number
  readonly host: string
  readonly folder: string
  readonly sandbox?: boolean
}

/** Runs a platform with demo data until a signal ends the process. */
export async function runStart({ port, host, folder, sandbox = false }: StartFlags, terminal: Terminal): Promise<never> {
  const tenant = await demoTenant(folder)
  const log = makeLog({ level: 'warn' })
  // Whoever only wants to try it has no wish about the port.
  const where = port === undefined ? { port: 8080, otherwise: 0 } : { port }
  const database = `sqlite:${folder}/platform.db`
  const platform = await boot({ ...where, tenants: tenant.tenants, database, host, folder, sandbox, log })
  stopAtSignal(platform, log)
  try {
    await introduce(tenant, platform, terminal)
  } catch (error) {
    await platform.close()
    throw error
  }
  log.level = 'info'
  return untilStopped()
}

async function introduce(tenant: DemoTenant, platform: Platform, terminal: Terminal): Promise<void> {
  // The file is needed before there is a card to name in it, and again when there is one.
  const { credential } = await writeCaller(tenant, platform, { card_id: '', user_card_code: '', openid: '' })
  await using api = new CardMember(await readCredential(credential))
  const { card, userCards } = await seed(api)
  const next = userCards.find(({ user_card_state }) => user_card_state !== 'INVALID') ?? userCards[0]
  if (next === undefined) return
  await writeCaller(tenant, platform, next)
  terminal.write(`platform ready ${platform.url}`)
  terminal.table([
    [terminal.in(words.merchant), tenant.mchid],
    [terminal.in(words.brand), card.brand_id],
    [terminal.in(words.template), `${card.card_title} (${card.card_id})`],
    [terminal.in(words.credential), credential],
  ])
  terminal.say(words.members)
  terminal.table(userCards.map(({ user_card_code, user_card_state, openid }) => [user_card_code, `${user_card_state.padEnd(12)}${openid}`]))
  terminal.write('')
  terminal.say(words.try)
  terminal.write(`\n${nextCommand(credential, platform.url, next)}\n`)
  terminal.say(words.stop)
}

function nextCommand(credential: string, base_url: string, { user_card_code, card_id, openid, brand_id }: UserCard): string {
  const path = relative('.', credential)
  const options = {
    '--credential': path.startsWith('..') ? credential : path,
    '--base-url': base_url,
    '--brand-id': brand_id,
    '--card-id': card_id,
    '--openid': openid,
    '--reason': '用户申请退会',
    '--consent-reference': 'DEMO',
  }
  const words = Object.entries(options).flatMap(([name, value]) => [name, quoted(value)])
  return ['npx card-member invalidate', quoted(user_card_code), ...words, '--yes'].join(' ')
}
