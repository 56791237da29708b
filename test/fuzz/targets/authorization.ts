import { formatAuthorization, parseAuthorization } from '@card-member/sdk/protocol'
import { authorizationCases } from '../../../vectors/read.ts'
import { bytesOf, mutated } from '../mutate.ts'
import { same, type Target } from '../target.ts'

const seeds = authorizationCases.map(({ header }) => bytesOf(header))
const decoder = new TextDecoder('latin1')

/** The Authorization header of a request. */
export const authorization: Target = {
  name: 'authorization',
  inputs: mutated(seeds, ['WECHATPAY-BRAND-SHA256-RSA2048 ', 'mchid="', 'brand_id="1004"', 'nonce_str=', '",', ',,']),
  open: () => (input) => {
    const read = parseAuthorization(decoder.decode(input))
    if (read !== undefined) same(parseAuthorization(formatAuthorization(read)), read)
  },
}
