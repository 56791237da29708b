import { contract, type Operation, Type } from '@card-member/sdk/contract'
import type { OperationVariant } from '@card-member/service'
import type { Principal } from '../tenants/principal.ts'
import { served } from './served.ts'

const { importUserCardByOpenid, invalidateCard, createPreAuthToken } = served
const { openid: _, phone_number, ...imported } = importUserCardByOpenid.input.properties
const cards = contract.cards.get.path
const family = contract.cards.list.path.replace(/\/cards$/, '')

const importByPhone = {
  ...importUserCardByOpenid,
  path: `${family}/user-cards/import-by-phone`,
  input: Type.Object({ ...imported, phone_number: Type.Required(phone_number) }),
} satisfies Operation

const renamed: ReadonlyMap<Operation, Operation> = new Map<Operation, Operation>([
  [invalidateCard, { ...invalidateCard, method: 'DELETE', path: cards, query: ['brand_id'], bodyless: true }],
  [createPreAuthToken, { ...createPreAuthToken, path: `${family}/open-user-card-tokens` }],
])

/** What was documented once: nothing is served there unless asked for, though other operations' paths look like some. */
export const legacyPaths: readonly string[] = [importByPhone.path]

/**
 * How older texts reach three of the operations.
 *
 * @param openidOf the openid of the member behind a phone number, which only WeChat Pay knows: some text, always the same
 */
export function legacyVariants(openidOf: (phone_number: string) => string): readonly OperationVariant<Principal>[] {
  return [
    { variantOf: (operation) => renamed.get(operation), complete: () => ({}) },
    {
      variantOf: (operation) => (operation === importUserCardByOpenid ? importByPhone : undefined),
      // Whatever openid a caller sends along: none is part of this input, so none was checked.
      complete: (_caller, { phone_number }) => ({ openid: openidOf(String(phone_number)) }),
    },
  ]
}
