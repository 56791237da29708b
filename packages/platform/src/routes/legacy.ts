import { contract, type Operation } from '@card-member/sdk/contract'
import type { Dialect } from '@card-member/service'
import Type from 'typebox'
import type { Principal } from '../tenants/principal.ts'
import { served } from './served.ts'

const { importUserCardByOpenid, invalidateCard, createPreAuthToken } = served
const { openid: _, phone_number, ...imported } = importUserCardByOpenid.input.properties
const cards = contract.cards.get.path
const family = contract.cards.list.path.replace(/\/cards$/, '')

const importByPhone = {
  ...importUserCardByOpenid,
  path: `${family}/user-cards/import-by-phone`,
  input: Type.Object({ ...imported, ...Type.Required(Type.Object({ phone_number })).properties }),
} satisfies Operation

const variants: ReadonlyMap<Operation, Operation> = new Map<Operation, Operation>([
  [invalidateCard, { ...invalidateCard, method: 'DELETE', path: cards, query: ['brand_id'], bodyless: true }],
  [createPreAuthToken, { ...createPreAuthToken, path: `${family}/open-user-card-tokens` }],
  [importUserCardByOpenid, importByPhone],
])

/** What was documented once: nothing is served there unless asked for, though other operations' paths look like some. */
export const legacyPaths: readonly string[] = [importByPhone.path]

/**
 * How older texts reach three of the operations.
 *
 * @param openidOf the openid of the member behind a phone number, which only WeChat Pay knows: some text, always the same
 */
export function legacyDialect(openidOf: (phone_number: string) => string): Dialect<Principal> {
  return {
    variantOf: (operation) => variants.get(operation),
    complete: (_caller, { phone_number, openid }) =>
      openid === undefined && typeof phone_number === 'string' ? { openid: openidOf(phone_number) } : {},
  }
}
