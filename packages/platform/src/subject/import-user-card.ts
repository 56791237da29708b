import { Fault, type Input, type importUserCardByOpenid as operation, parseTime } from '@card-member/sdk/contract'
import { type CardRow, cardKey, findCards } from '../store/cards.ts'
import { appendHistory } from '../store/history.ts'
import { findHeldCards, insertUserCards, lockUserCards, memberKey, type UserCardRow, userCardKey } from '../store/user-cards.ts'
import type { Vault } from '../store/vault.ts'
import { readDetails } from './card.ts'
import { type Details, keepDetails } from './user-card.ts'
import { expireTime, keepValidity } from './validity.ts'
import { type Decided, decide, historyRow, Write, type WriteCall } from './write.ts'

type ImportInput = Input<typeof operation>

/** An import whose personal values are already encrypted for storage. */
export interface PreparedImport extends ImportInput {
  /** JSON of the personal values, see `prepareImport`. */
  readonly personal: string
}

/** Encrypts the personal values of an import, before the transaction that must be short. */
export async function prepareImport(input: ImportInput, vault: Vault): Promise<PreparedImport> {
  const { phone_number, user_information } = input
  const details = {
    ...(phone_number === undefined ? {} : { phone_number }),
    ...(user_information === undefined ? {} : { user_information }),
  }
  return { ...input, personal: await keepDetails(details, input, vault) }
}

/** Adds existing members with their codes; their cards are active at once, without an event. */
export const importUserCard = new Write<PreparedImport, UserCardRow>(async (store, calls) => {
  const inputs = calls.map(({ input }) => input)
  const templates = await findCards(store, inputs)
  const taken = await lockUserCards(store, inputs)
  const held = await findHeldCards(store, inputs)
  const added: UserCardRow[] = []
  const decided = calls.map((call): Decided<UserCardRow> => {
    const row = decide(() => {
      const template = templates.get(cardKey(call.input))
      if (template === undefined) throw new Fault('card_not_of_brand')
      if (held.has(memberKey(call.input))) throw new Fault('already_member')
      if (taken.has(userCardKey(call.input))) throw new Fault('code_taken')
      return newUserCard(template, call)
    })
    if (row instanceof Fault) return row
    held.set(memberKey(row), row)
    taken.set(userCardKey(row), row)
    added.push(row)
    return row
  })
  if (added.length > 0) {
    await insertUserCards(store, added)
    const rows = calls.flatMap((call, index) => {
      const row = decided[index]
      return row === undefined || row instanceof Fault ? [] : [historyRow(call, row, { to: row.user_card_state })]
    })
    await appendHistory(store, rows)
  }
  return decided
})

function newUserCard(template: CardRow, { input, now }: WriteCall<PreparedImport>): UserCardRow {
  if (template.state === 'CARD_INVALID') throw new Fault('card_invalid')
  const face = readDetails(template)
  if (input.valid_date_information.type !== face.valid_date_information.type) throw new Fault('validity_type_differs')
  const validity = keepValidity(input.valid_date_information)
  const pickup_time = (input.pickup_time === undefined ? undefined : parseTime(input.pickup_time)) ?? now
  const level = input.level ?? face.init_level
  const details: Details = {
    card_type: face.card_type,
    valid_date_information: validity,
    card_color: input.card_color ?? face.card_color,
    card_picture_url: input.card_picture_url ?? face.card_picture_url,
    ...(level === undefined ? {} : { level }),
    ...JSON.parse(input.personal),
  }
  return {
    brand_id: input.brand_id,
    card_id: input.card_id,
    user_card_code: input.user_card_code,
    openid: input.openid,
    user_card_state: 'EFFECTIVE',
    expire_time: expireTime(validity, pickup_time),
    pickup_time,
    invalid_time: null,
    invalid_reason: null,
    create_time: now,
    modify_time: now,
    revision: 1,
    details: JSON.stringify(details),
  }
}
