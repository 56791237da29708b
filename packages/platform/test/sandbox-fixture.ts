import { CardMember } from '@card-member/sdk'
import type { UserCard } from '@card-member/sdk/contract'
import { startPlatform, type TestPlatform } from '../src/testing/index.ts'
import { cardInput } from './card-calls.ts'

/** A rehearsal: a platform with its sandbox, a client of it, and a template with one member. */
export interface Rehearsal extends AsyncDisposable {
  readonly platform: TestPlatform
  readonly sandbox: TestPlatform['sandbox']
  readonly api: CardMember
  readonly card_id: string
  readonly member: UserCard
  /** Names the member's card, for the sandbox. */
  readonly held: Pick<UserCard, 'brand_id' | 'card_id' | 'openid' | 'user_card_code'>
}

/**
 * Starts one; the client never waits between its tries.
 *
 * @param forward where all notifications go
 */
export async function rehearse(forward: string | null = null): Promise<Rehearsal> {
  await using stack = new AsyncDisposableStack()
  const platform = stack.use(await startPlatform())
  const { sandbox, brand_id, appid, credential } = platform
  const api = stack.use(new CardMember(credential, { rate_limit: false, sleep: async () => undefined }))
  const { card_id } = await api.cards.create(cardInput({ brand_id, appid }))
  const valid_date_information = { type: 'PERMANENT' } as const
  const named = { brand_id, card_id, openid: 'openid-1', user_card_code: 'code-1' }
  const member = await api.userCards.importByOpenid({ ...named, valid_date_information, phone_number: '13800001234' })
  await sandbox.notifications.forward(forward)
  const kept = stack.move()
  return { platform, sandbox, api, card_id, member, held: named, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
