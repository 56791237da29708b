import { isOwnOrigin, isTrustedHost } from '../../../packages/platform/src/sandbox/trusted-host.ts'
import { readQuery } from '../../../packages/sdk/src/contract/place.ts'
import { addressKey } from '../../../packages/service/src/address-key.ts'
import { accepts, readPreferences } from '../../../packages/service/src/preference.ts'
import { authorityOf, pathAndQuery, targetIssue } from '../../../packages/service/src/request-target.ts'
import { bytesOf, mutated } from '../mutate.ts'
import { same, type Target } from '../target.ts'

const seeds = [
  '/v3/brand/partner/card-member/user-cards/478515832665?brand_id=1004&card_id=p1&openid=o%E4%BD%A0',
  'http://127.0.0.1:8080/v3/x?a=b+c&a=%20#x',
  '?a=1&b',
  'application/json;q=0.5, text/*;q=0.1, */*;q=0',
  'zh-CN, zh;q=0.9, en;q=0.8',
  '[2001:db8::1]:443',
  '::ffff:192.0.2.1',
  '"[64:ff9b::c000:201%eth0]"',
  '192.0.2.1:80',
  'localhost:8080',
].map(bytesOf)
const decoder = new TextDecoder('latin1')

/** Path, query, and the headers that are read before a request is known to be good. */
export const targetAndHeaders: Target = {
  name: 'target-and-headers',
  inputs: mutated(seeds, ['%ED%A0%80', '%C0%AF', 'https://', '//', ';q=', '::', '%25', '@', '?', '#']),
  open: () => (input) => {
    const text = decoder.decode(input)
    const target = pathAndQuery(text)
    same(pathAndQuery(target), target)
    authorityOf(text)
    targetIssue(text)
    for (const { quality } of readPreferences(text)) if (!(quality >= 0 && quality <= 1)) throw new Error(`a quality of ${quality}`)
    accepts(text, 'application/json')
    const key = addressKey(text)
    if (key.length > 40) throw new Error(`an address is counted by ${key}`)
    isTrustedHost(text, ['127.0.0.1:8080'])
    isOwnOrigin(text, 'localhost:8080')
    const pairs = readQuery(text.slice(text.indexOf('?') + 1))
    const written = pairs?.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
    if (written !== undefined) same(readQuery(written), pairs)
  },
}
