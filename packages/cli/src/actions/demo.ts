import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CardMember, receiptOf, type UserCard } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makeLog } from '@card-member/service/log'
import { showCard } from '../card-view.ts'
import { brand_id, createTemplate, firstMember, importMember } from '../demo/content.ts'
import { demoTenant, writeCaller } from '../demo/tenant.ts'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { cardWords } from '../words/card.ts'
import { demoWords as words } from '../words/demo.ts'
import { launchPlatform } from './launch-platform.ts'

/** Invalidates a card in one process, step by step. */
export async function runDemo(terminal: Terminal): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'card-member-demo-'))
  try {
    const tenant = await demoTenant(folder)
    const log = makeLog({ level: 'warn' })
    await using platform = await launchPlatform({ tenants: tenant.tenants, database: `sqlite:${folder}/platform.db`, port: 0, log })
    terminal.say(words.started(platform.url))
    const { credential } = await writeCaller(tenant, platform)
    await using api = new CardMember(await readCredential(credential))
    await act(api, terminal)
    return exit.done
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function act(api: CardMember, terminal: Terminal): Promise<void> {
  const { user_card_code, openid } = firstMember
  const { card_id, card_title } = await createTemplate(api)
  const key = { brand_id, card_id, openid }
  terminal.say(words.created(card_id))
  await importMember(api, card_id, firstMember)
  terminal.say(words.imported(user_card_code))
  showCard(terminal, await api.userCards.get(user_card_code, key), card_title, 'out')
  terminal.say(words.invalidating)
  const answer = await api.userCards.invalidate(user_card_code, { ...key, invalid_reason: '用户申请退会' })
  terminal.say(words.verified)
  showAnswer(terminal, answer)
  const after = await api.userCards.get(user_card_code, key)
  terminal.say(words.readBack)
  showCard(terminal, after, card_title, 'out')
  if (after.user_card_state !== 'INVALID') throw new CommandFailure(words.notInvalid)
}

function showAnswer(terminal: Terminal, answer: UserCard): void {
  const receipt = receiptOf(answer)
  terminal.write(JSON.stringify(answer, null, 2).replaceAll(/^/gm, '  '))
  terminal.table([
    [terminal.in(cardWords.requestId), receipt?.request_id],
    [terminal.in(words.signedBy), receipt?.signature['wechatpay-serial']],
  ])
}
