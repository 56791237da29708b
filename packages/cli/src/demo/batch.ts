import { join } from 'node:path'
import type { BatchView, Desk } from '@card-member/desk'
import type { CardMember } from '@card-member/sdk'
import { formatTime } from '@card-member/sdk/contract'
import { writePrivate } from '@card-member/service/kept-file'
import { brand_id, freshMembers, importMembers, type Member } from './content.ts'
import { demoActor } from './staff.ts'

const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'

const day = 86_400

/**
 * Prepares the demo's batch, unless one is kept that is not over: ten members who agreed, a code that Excel has damaged, and a row
 * without its member.
 */
export async function seedBatch(desk: Desk, folder: string, api: CardMember, card_id: string): Promise<BatchView> {
  const author = await demoActor(desk, 'wang')
  const [kept] = (await desk.batches.list(author, { brand_id, limit: 1 })).data
  if (kept !== undefined && kept.state !== 'done' && kept.state !== 'cancelled') return kept
  const leavers = freshMembers(10)
  await importMembers(api, card_id, leavers)
  const path = join(folder, 'batch.csv')
  writePrivate(path, leaversFile(leavers, card_id))
  return desk.batches.prepare(author, { brand_id, path, connection: 'demo' })
}

function leaversFile(leavers: readonly Member[], card_id: string): string {
  const today = Math.floor(Date.now() / 1000)
  const [told_at, agreed_at] = [formatTime(today - 2 * day), formatTime(today - day)]
  const row = ({ user_card_code, openid }: Pick<Member, 'user_card_code' | 'openid'>, reference: string) =>
    [card_id, user_card_code, openid, '用户申请退会', 'sms', told_at, agreed_at, reference].join(',')
  const rows = [
    ...leavers.map((member, index) => row(member, `demo-${index + 1}`)),
    row({ user_card_code: '4.78516E+11', openid: 'obLatjDemoBatchMember0000011' }, 'demo-11'),
    row({ user_card_code: '478515832712', openid: '' }, 'demo-12'),
  ]
  return `${[head, ...rows].join('\n')}\n`
}
