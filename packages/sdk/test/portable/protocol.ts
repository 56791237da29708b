import { deepEqual, equal, notEqual, ok, rejects, throws } from 'node:assert/strict'
import {
  encodePem,
  formatAuthorization,
  Keyring,
  longestSealedBytes,
  makeNonce,
  open,
  openResource,
  parseAuthorization,
  partnerScheme,
  readApiv3Key,
  readCertificate,
  readPrivateKey,
  readPublicKey,
  requestMessage,
  runtime,
  seal,
  sealResource,
  signAnswer,
  signRequest,
  verifyAnswer,
  verifyRequest,
} from '../../src/protocol/index.ts'
import { type Case, that } from './case.ts'
import type { Setup } from './setup.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const bytes = (text: string) => encoder.encode(text)

/** How messages are signed, verified, sealed and opened. */
export function protocolCases(setup: Setup): Case[] {
  return [...keyCases(setup), ...requestCases(setup), ...answerCases(setup), ...sealedCases(setup), ...resourceCases(setup)]
}

function keyCases({ credential, keys, platform }: Setup): Case[] {
  const spki = () => readPublicKey(keys.public_key, 'key')
  const refused = (code: string) => ({ name: 'CredentialError', code })
  return [
    that('a PKCS#8 key gives its public key', () => {
      deepEqual(readPrivateKey(credential.private_key, 'key').spki, spki())
    }),
    that('PKCS#1 is read like PKCS#8', () => {
      deepEqual(readPrivateKey(keys.private_key_pkcs1, 'key'), readPrivateKey(credential.private_key, 'key'))
      deepEqual(readPublicKey(keys.public_key_pkcs1, 'key'), spki())
    }),
    that('literal \\n and white space around it are accepted', () => {
      deepEqual(readPublicKey(`  ${keys.public_key.replaceAll('\n', '\\n')}  `, 'key'), spki())
    }),
    that('PEM is written as it is read', () => {
      equal(encodePem('PUBLIC KEY', spki()), keys.public_key)
    }),
    that('a certificate gives its key, its serial and its time', () => {
      const certificate = readCertificate(platform.certificate, 'certificate')
      equal(certificate.serial_no, platform.certificate_serial)
      deepEqual(certificate.spki, readPublicKey(credential.wechatpay_public_key ?? '', 'key'))
      equal(certificate.effective_time, Date.UTC(2025, 0, 1))
      equal(certificate.expire_time, Date.UTC(2040, 0, 1))
    }),
    that('every mix-up of keys has an error code', () => {
      throws(() => readPrivateKey(keys.public_key, 'key'), refused('KEY_IS_PUBLIC'))
      throws(() => readPrivateKey(platform.certificate, 'key'), refused('KEY_IS_CERTIFICATE'))
      throws(() => readPublicKey(credential.private_key, 'key'), refused('KEY_IS_PRIVATE'))
      throws(() => readPublicKey('no key at all', 'key'), refused('KEY_NOT_PEM'))
      throws(() => readPublicKey('', 'key'), refused('KEY_MISSING'))
    }),
    that('a nonce has 32 letters and digits and does not repeat', () => {
      const nonces = Array.from({ length: 100 }, () => makeNonce())
      ok(nonces.every((nonce) => /^[0-9A-Za-z]{32}$/.test(nonce)))
      equal(new Set(nonces).size, 100)
    }),
    that('base64 has one encoding', () => {
      deepEqual(runtime.decodeBase64('AAH/'), Uint8Array.of(0, 1, 255))
      equal(runtime.encodeBase64(Uint8Array.of(0, 1, 255)), 'AAH/')
      for (const text of ['AAH', 'AAH_', 'AA H/', 'AAH/\n', 'AB==', 'AA=', '=']) equal(runtime.decodeBase64(text), undefined, text)
    }),
    that('SHA-256', async () => {
      const digest = await runtime.sha256(bytes('abc'))
      equal(runtime.encodeBase64(digest), 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=')
    }),
  ]
}

function requestCases({ credential, keys, request }: Setup): Case[] {
  const parts = { ...request, body: bytes(request.body) }
  const publicKey = () => runtime.publicKey(readPublicKey(keys.public_key, 'key'))
  const privateKey = () => runtime.privateKey(readPrivateKey(credential.private_key, 'key').pkcs8)
  return [
    that('a request is signed as another program signs it', async () => {
      equal(runtime.encodeBase64(await privateKey().sign(requestMessage(parts))), request.signature)
    }),
    that('its signature is right', async () => {
      equal(await verifyRequest(parts, request.signature, publicKey()), true)
    }),
    that('its signature fits no other request', async () => {
      const others = [
        { ...parts, method: 'GET' },
        { ...parts, target: `${parts.target}&` },
        { ...parts, timestamp: `${parts.timestamp}0` },
        { ...parts, nonce: parts.nonce.toLowerCase() },
        { ...parts, body: bytes(`${request.body} `) },
        { ...parts, body: new Uint8Array() },
      ]
      for (const other of others) equal(await verifyRequest(other, request.signature, publicKey()), false)
    }),
    that('a changed or re-encoded signature is wrong', async () => {
      const { signature } = request
      const altered = [`A${signature.slice(1)}`, `B${signature.slice(1)}`].filter((text) => text !== signature)
      for (const text of [...altered, signature.slice(0, -4), `${signature}\n`, signature.replace(/==$/, ''), ''])
        equal(await verifyRequest(parts, text, publicKey()), false)
    }),
    that('an Authorization header is written and read back', async () => {
      const { mchid, serial_no } = credential
      const principal = { mchid, serial_no, key: privateKey() }
      const { authorization, message } = await signRequest(parts, principal, () => Number(parts.timestamp) * 1000)
      const read = parseAuthorization(authorization)
      ok(read)
      deepEqual(
        { ...read, nonce: '', signature: '' },
        { scheme: partnerScheme, mchid, serial_no, timestamp: parts.timestamp, nonce: '', signature: '' },
      )
      equal(formatAuthorization(read), authorization)
      deepEqual(message, requestMessage({ ...parts, nonce: read.nonce }))
      equal(await verifyRequest({ ...parts, nonce: read.nonce }, read.signature, publicKey()), true)
    }),
  ]
}

function answerCases({ credential, answer }: Setup): Case[] {
  const id = credential.wechatpay_public_key_id ?? ''
  const spki = () => readPublicKey(credential.wechatpay_public_key ?? '', 'key')
  const keyring = () => new Keyring([{ id, spki: spki() }])
  const verify = (change: { body?: string; headers?: Record<string, string>; skew?: number; ring?: Keyring } = {}) => {
    const { body = answer.body, headers = {}, skew = 0, ring = keyring() } = change
    const all: Readonly<Record<string, string>> = { ...answer.headers, ...headers }
    return verifyAnswer(
      bytes(body),
      (name) => all[name],
      ring,
      () => answer.time + skew * 1000,
      'the answer',
    )
  }
  const refused = (code: string) => ({ name: 'SignatureError', code })
  return [
    that('an answer signed by another program is trusted', () => verify()),
    that('the clock may be 299 seconds off, not 300', async () => {
      await verify({ skew: 299 })
      await verify({ skew: -299 })
      await rejects(verify({ skew: 300 }), refused('SIGNATURE_CLOCK'))
      await rejects(verify({ skew: -300 }), refused('SIGNATURE_CLOCK'))
    }),
    that('a changed body, nonce or time is not trusted', async () => {
      await rejects(verify({ body: `${answer.body} ` }), refused('SIGNATURE_WRONG'))
      await rejects(verify({ headers: { 'wechatpay-nonce': 'x' } }), refused('SIGNATURE_WRONG'))
      await rejects(verify({ headers: { 'wechatpay-timestamp': String(answer.time / 1000 + 1) } }), refused('SIGNATURE_WRONG'))
    }),
    that('a probe, an unknown serial, a malformed signature and a missing header have different codes', async () => {
      await rejects(verify({ headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/AAAA' } }), refused('SIGNATURE_PROBE'))
      await rejects(verify({ ring: new Keyring() }), refused('SIGNATURE_SERIAL_UNKNOWN'))
      await rejects(verify({ headers: { 'wechatpay-signature': '***' } }), refused('SIGNATURE_MALFORMED'))
      await rejects(verify({ headers: { 'wechatpay-serial': '' } }), refused('SIGNATURE_MISSING'))
    }),
    that('an empty answer is signed and verified', async () => {
      const key = runtime.privateKey(readPrivateKey(credential.private_key, 'key').pkcs8)
      const own = new Keyring([{ id: 'own', spki: readPrivateKey(credential.private_key, 'key').spki }])
      const headers = new Headers(await signAnswer(new Uint8Array(), 'own', key, () => answer.time))
      await verifyAnswer(
        new Uint8Array(),
        (name) => headers.get(name),
        own,
        () => answer.time,
        'the answer',
      )
    }),
  ]
}

function sealedCases({ credential, keys, sealed }: Setup): Case[] {
  const publicKey = () => runtime.publicKey(readPublicKey(keys.public_key, 'key'))
  const privateKey = () => runtime.privateKey(readPrivateKey(credential.private_key, 'key').pkcs8)
  const refused = { name: 'SignatureError', code: 'SEALED_VALUE_UNREADABLE' }
  return [
    that('a ciphertext of another program is opened', async () => {
      equal(await open(sealed.ciphertext, privateKey(), 'phone_number'), sealed.plaintext)
    }),
    that('a sealed text of up to 214 bytes is opened', async () => {
      for (const text of ['1', '13800000000', '会员'.repeat(35), 'x'.repeat(longestSealedBytes)])
        equal(await open(await seal(text, publicKey()), privateKey(), 'field'), text)
    }),
    that('the same text never has the same ciphertext', async () => {
      notEqual(await seal('13800000000', publicKey()), await seal('13800000000', publicKey()))
    }),
    that('a ciphertext without its leading zero is not opened', async () => {
      const key = publicKey()
      let data: Uint8Array = new Uint8Array([1])
      while (data[0] !== 0) data = await key.encrypt(new TextEncoder().encode('13800000000'))
      equal(await open(runtime.encodeBase64(data), privateKey(), 'field'), '13800000000')
      await rejects(open(runtime.encodeBase64(data.slice(1)), privateKey(), 'field'), refused)
    }),
    that('a ciphertext with a changed bit, a missing byte or no base64 is not opened', async () => {
      const data = runtime.decodeBase64(sealed.ciphertext) ?? new Uint8Array()
      const last = data.length - 1
      for (const index of [0, 100, last]) {
        const changed = data.map((byte, at) => (at === index ? byte ^ 1 : byte))
        await rejects(open(runtime.encodeBase64(changed), privateKey(), 'field'), refused)
      }
      await rejects(open(runtime.encodeBase64(data.slice(1)), privateKey(), 'field'), refused)
      await rejects(open('***', privateKey(), 'field'), refused)
    }),
  ]
}

function resourceCases({ resource }: Setup): Case[] {
  const key = readApiv3Key(resource.apiv3_key)
  const refused = { name: 'SignatureError', code: 'APIV3_KEY_WRONG' }
  return [
    that('a resource encrypted by another program is opened', async () => {
      equal(decoder.decode(await openResource(resource, key)), resource.plaintext)
    }),
    that('a resource is encrypted as another program encrypts it', async () => {
      const { ciphertext } = await sealResource(bytes(resource.plaintext), key, resource.nonce, resource.associated_data)
      equal(ciphertext, resource.ciphertext)
    }),
    that('a resource with anything changed is not opened', async () => {
      const data = runtime.decodeBase64(resource.ciphertext) ?? new Uint8Array()
      for (const index of [0, data.length - 17, data.length - 1]) {
        const ciphertext = runtime.encodeBase64(data.map((byte, at) => (at === index ? byte ^ 1 : byte)))
        await rejects(openResource({ ...resource, ciphertext }, key), refused)
      }
      await rejects(openResource({ ...resource, associated_data: 'other' }, key), refused)
      await rejects(openResource({ ...resource, nonce: 'another.nonce' }, key), refused)
      await rejects(openResource({ ...resource, nonce: '000000000000' }, key), refused)
      await rejects(openResource({ ...resource, ciphertext: 'AAAA' }, key), refused)
      await rejects(openResource(resource, readApiv3Key('0'.repeat(32))), refused)
    }),
    that('an APIv3 key has 32 bytes', () => {
      throws(() => readApiv3Key('0'.repeat(31)), { name: 'CredentialError', code: 'APIV3_KEY_LENGTH' })
      throws(() => readApiv3Key('键'.repeat(32)), { name: 'CredentialError', code: 'APIV3_KEY_LENGTH' })
    }),
  ]
}
