import { SignatureError, signAnswer } from '@card-member/sdk/protocol'
import { receive, WebhookError } from '@card-member/sdk/webhook'
import fc from 'fast-check'
import { platformKey, platformKeyId } from '../../../packages/sdk/test/fixtures/keys.ts'
import { apiv3_key, clock, keyring, notifiedCard, notify } from '../../../packages/sdk/test/fixtures/notification.ts'
import { changedBy, mutated, mutatedJson } from '../mutate.ts'
import { keeping, type Target } from '../target.ts'

const { raw, headers } = await notify()
const envelope: unknown = JSON.parse(Buffer.from(raw).toString())
const signed = Buffer.from(JSON.stringify(headers))
const bodies = [new Uint8Array(raw)]
const resources = mutatedJson([notifiedCard, { ...notifiedCard, phone_number: 'A'.repeat(344) }], ['USER_CARD.CREATE'])
const names = [
  'gzip',
  'br',
  'deflate',
  'WECHATPAY/SIGNTEST/',
  'AEAD_AES_256_GCM',
  'encrypt-resource',
  'BRAND_MEMBER_CARD_SP.USER_CARD.DELETE',
]

/**
 * A notification. The first byte says how far it comes: its headers or its body are changed after signing, or its envelope or its
 * resource before.
 */
export const notification: Target = {
  name: 'notification',
  inputs: fc.oneof(
    withKind(0, mutated([new Uint8Array(signed)], names)),
    withKind(1, mutated(bodies, names)),
    withKind(2, mutatedJson([envelope], names)),
    withKind(2, changedBy(mutatedJson([envelope], names))),
    withKind(3, resources),
  ),
  open: () => {
    const keys = keyring()
    return (input) =>
      keeping({ errors: [WebhookError, SignatureError], secrets: [apiv3_key] }, async () => {
        const given = await delivered(input[0] ?? 0, input.subarray(1))
        await receive(given.body, given.headers, keys, { clock })
      })
  },
}

function withKind(kind: number, inputs: fc.Arbitrary<Uint8Array<ArrayBuffer>>): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  return inputs.map((bytes) => Uint8Array.from([kind, ...bytes]))
}

interface Delivered {
  readonly body: Uint8Array
  readonly headers: Record<string, string>
}

async function delivered(kind: number, bytes: Uint8Array): Promise<Delivered> {
  if (kind === 0) return { body: raw, headers: changedHeaders(bytes) }
  if (kind === 1) return { body: bytes, headers }
  if (kind === 2) return { body: bytes, headers: { ...headers, ...(await signAnswer(bytes, platformKeyId, platformKey, clock)) } }
  const made = await notify({ resource: Buffer.from(bytes).toString() })
  return { body: made.raw, headers: made.headers }
}

// Headers are text in Latin-1 without line breaks; which of them are there may be anything.
function changedHeaders(bytes: Uint8Array): Record<string, string> {
  const pairs = Buffer.from(bytes)
    .toString('latin1')
    .split(/","|\{"|"\}/)
    .map((pair) => pair.split('":"'))
  return Object.fromEntries(pairs.flatMap(([name = '', value]) => (value === undefined ? [] : [[name, value.replaceAll(/[\r\n]/g, ' ')]])))
}
