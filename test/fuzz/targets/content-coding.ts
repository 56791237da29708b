import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { CardMemberError } from '@card-member/sdk/protocol'
import fc from 'fast-check'
import { decodeContent } from '../../../packages/sdk/src/protocol/content-coding.ts'
import { mutated } from '../mutate.ts'
import { keeping, type Target } from '../target.ts'

const plain = Buffer.from(JSON.stringify({ user_card_code: '478515832665', level: '金卡' }).repeat(20))
const zeros = Buffer.alloc(4 << 20)
const codings = ['gzip', 'deflate', 'br', 'x-gzip, deflate', 'gzip, gzip', 'identity', 'zstd']
const limit = 1 << 20
const seeds = [
  gzipSync(plain),
  deflateSync(plain),
  deflateRawSync(plain),
  brotliCompressSync(plain),
  gzipSync(zeros),
  gzipSync(gzipSync(zeros)),
]

/** An answer or a notification that a proxy compressed; its last byte says how its header calls it. */
export const contentCoding: Target = {
  name: 'content-coding',
  inputs: fc
    .tuple(mutated(seeds.map((bytes) => new Uint8Array(bytes))), fc.nat(codings.length - 1))
    .map(([bytes, which]) => Uint8Array.from([...bytes, which])),
  open: () => async (input) => {
    const coding = codings[(input.at(-1) ?? 0) % codings.length]
    const read = await keeping({ errors: [CardMemberError] }, () => decodeContent(input.subarray(0, -1), coding, limit))
    if (read !== undefined && read !== 'too_large' && read.body.length > limit) throw new Error(`${read.body.length} bytes came out`)
  },
}
