import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BatchRecord, batchesFor, type Desk, prepareBatch } from '@card-member/desk'
import { ApiError, type CardMember } from '@card-member/sdk'
import { formatTime } from '@card-member/sdk/contract'
import { brand_id, findMember, importMember, type Member } from './content.ts'
import { demoAuthor } from './people.ts'

const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'

const day = 86_400

/** The members whose cards the demo's batch is about. */
const leavers = Array.from({ length: 10 }, (_, index): Member => {
  const number = String(index + 1).padStart(2, '0')
  return { user_card_code: `4785158327${number}`, openid: `obLatjDemoBatchMember00000${number}`, level: '普通会员' }
})

/** Gives the members of the demo's batch their cards. At the platform's usual rate that takes seconds. */
export async function importLeavers(api: CardMember, card_id: string): Promise<void> {
  const [first] = leavers
  if (first !== undefined && (await findMember(api, card_id, first)) !== undefined) return
  // The first comes last: that it is there tells the next start that all are.
  for (const member of leavers.toReversed()) await importOnce(api, card_id, member)
}

async function importOnce(api: CardMember, card_id: string, member: Member): Promise<void> {
  try {
    await importMember(api, card_id, member)
  } catch (error) {
    // A start that was cut short has left some behind.
    if (!(error instanceof ApiError) || (await findMember(api, card_id, member)) === undefined) throw error
  }
}

/** Prepares the demo's batch, unless one is kept: ten members who agreed, a code that Excel has damaged, and a row without its member. */
export async function seedBatch(desk: Desk, folder: string, card_id: string): Promise<BatchRecord> {
  const path = join(folder, 'batch.csv')
  const author = await demoAuthor(desk)
  const [kept] = (await batchesFor(desk.means, author, brand_id, 0, 1)).rows
  if (kept !== undefined) return kept
  const today = Math.floor(Date.now() / 1000)
  const [told_at, agreed_at] = [formatTime(today - 2 * day), formatTime(today - day)]
  const row = ({ user_card_code, openid }: Pick<Member, 'user_card_code' | 'openid'>, reference: string) =>
    [card_id, user_card_code, openid, '用户申请退会', 'sms', told_at, agreed_at, reference].join(',')
  const rows = [
    ...leavers.map((member, index) => row(member, `demo-${index + 1}`)),
    row({ user_card_code: '4.78516E+11', openid: 'obLatjDemoBatchMember0000011' }, 'demo-11'),
    row({ user_card_code: '478515832712', openid: '' }, 'demo-12'),
  ]
  await writeFile(path, `${[head, ...rows].join('\n')}\n`, { mode: 0o600 })
  const { batch } = await prepareBatch(desk.means, author, { brand_id, path, connection: 'demo' })
  return batch
}
