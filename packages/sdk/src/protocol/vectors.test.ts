import { describe, expect, test } from 'vitest'
import {
  aeadCases,
  answerCases,
  authorizationCases,
  requestCases,
  sealedCases,
  vectorApiv3Key,
  vectorKey,
  vectorSerial,
  vectorTime,
} from '../../../../vectors/read.ts'
import {
  formatAuthorization,
  Keyring,
  open,
  openResource,
  parseAuthorization,
  readApiv3Key,
  readPrivateKey,
  readPublicKey,
  runtime,
  SignatureError,
  seal,
  verifyAnswer,
  verifyRequest,
} from './index.ts'

const encoder = new TextEncoder()
const merchant = runtime.publicKey(readPublicKey(vectorKey('merchant_pub.pem'), 'merchant_pub.pem'))
const platformPublic = readPublicKey(vectorKey('platform_pub.pem'), 'platform_pub.pem')
const platform = runtime.privateKey(readPrivateKey(vectorKey('platform.pem'), 'platform.pem').pkcs8)

/** What came of a promise: its value, or the code of its refusal. */
async function outcome<Value>(promise: Promise<Value>): Promise<Value | string> {
  return promise.catch((error: unknown) => {
    if (error instanceof SignatureError) return error.code
    throw error
  })
}

test('there are more than sixty cases', () => {
  const all = [requestCases, answerCases, sealedCases, aeadCases, authorizationCases].flat()
  expect(all).toHaveLength(115)
  expect(new Set(all.map(({ id }) => id)).size).toBe(115)
  expect(all.filter(({ comment }) => comment === '')).toEqual([])
})

describe('requests', () => {
  test.each(requestCases)('$id: $comment', async ({ body, signature, valid, ...parts }) => {
    expect(await verifyRequest({ ...parts, body: encoder.encode(body) }, signature, merchant)).toBe(valid)
  })
})

describe('answers', () => {
  const keyring = new Keyring([{ id: vectorSerial, spki: platformPublic }])
  test.each(answerCases)('$id: $comment', async ({ timestamp, nonce, serial, signature, body, error }) => {
    const headers = new Headers({
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': serial,
      'wechatpay-signature': signature,
    })
    const verified = verifyAnswer(
      encoder.encode(body),
      (name) => headers.get(name),
      keyring,
      () => vectorTime,
      'the answer',
    )
    expect(await outcome(verified)).toBe(error)
  })
})

describe('sealed fields', () => {
  test.each(sealedCases)('$id: $comment', async ({ ciphertext, plaintext, valid }) => {
    expect(await outcome(open(ciphertext, platform, 'phone_number'))).toBe(valid ? plaintext : 'SEALED_VALUE_UNREADABLE')
  })

  test('what we seal opens again, and never looks the same twice', async () => {
    const key = runtime.publicKey(platformPublic)
    const [one, other] = await Promise.all([seal('张三', key), seal('张三', key)])
    expect(one === other).toBe(false)
    expect([await open(one, platform, 'name'), await open(other, platform, 'name')]).toEqual(['张三', '张三'])
  })
})

describe('values under the APIv3 key', () => {
  const key = readApiv3Key(vectorApiv3Key)
  test.each(aeadCases)('$id: $comment', async ({ plaintext, valid, ...resource }) => {
    const opened = openResource(resource, key).then((bytes) => new TextDecoder().decode(bytes))
    expect(await outcome(opened)).toBe(valid ? plaintext : 'APIV3_KEY_WRONG')
  })
})

describe('Authorization', () => {
  test.each(authorizationCases)('$id: $comment', ({ header, valid }) => {
    const parsed = parseAuthorization(header)
    expect(parsed !== undefined).toBe(valid)
    if (parsed) expect(parseAuthorization(formatAuthorization(parsed))).toEqual(parsed)
  })
})
