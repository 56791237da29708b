import { expect, test } from 'vitest'
import { aeadCases, requestCases, sealedCases, vectorApiv3Key, vectorKey } from '../../../../vectors/read.ts'
import { open, openResource, readApiv3Key, readPrivateKey, readPublicKey, runtime, verifyRequest } from './index.ts'

const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'))

/** Tries a base64 text with each of its bits flipped in turn; returns how many there were and which of them passed. */
async function flipEach(base64: string, passes: (changed: string) => Promise<boolean>) {
  const bytes = bytesOf(base64)
  const bits = Array.from({ length: bytes.length * 8 }, (_, bit) => bit)
  const tried = bits.map(async (bit) => {
    const changed = Uint8Array.from(bytes)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return (await passes(Buffer.from(changed).toString('base64'))) ? [bit] : []
  })
  return { bits: bits.length, passed: (await Promise.all(tried)).flat() }
}

test('no bit of a signature can change', async () => {
  const key = runtime.publicKey(readPublicKey(vectorKey('merchant_pub.pem'), 'merchant_pub.pem'))
  const [{ body, signature, ...parts } = { body: '', signature: '', method: '', target: '', timestamp: '', nonce: '' }] = requestCases
  const verify = (changed: string) => verifyRequest({ ...parts, body: new TextEncoder().encode(body) }, changed, key)
  expect(await verify(signature)).toBe(true)
  expect(await flipEach(signature, verify)).toEqual({ bits: 2048, passed: [] })
})

test('no bit of a sealed field can change', async () => {
  const key = runtime.privateKey(readPrivateKey(vectorKey('platform.pem'), 'platform.pem').pkcs8)
  const [{ ciphertext, plaintext } = { ciphertext: '', plaintext: '' }] = sealedCases
  const opens = (changed: string) =>
    open(changed, key, 'phone_number').then(
      () => true,
      () => false,
    )
  expect(await open(ciphertext, key, 'phone_number')).toBe(plaintext)
  expect(await flipEach(ciphertext, opens)).toEqual({ bits: 2048, passed: [] })
})

test('no bit of an encrypted resource or its tag can change', async () => {
  const key = readApiv3Key(vectorApiv3Key)
  const [resource = { ciphertext: '', nonce: '', associated_data: '', plaintext: '' }] = aeadCases
  const opens = (ciphertext: string) =>
    openResource({ ...resource, ciphertext }, key).then(
      () => true,
      () => false,
    )
  expect(await opens(resource.ciphertext)).toBe(true)
  const bits = bytesOf(resource.ciphertext).length * 8
  expect(await flipEach(resource.ciphertext, opens)).toEqual({ bits, passed: [] })
})
