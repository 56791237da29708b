import { runtime } from '#runtime'
import { readApiv3Key } from '../protocol/aead.ts'
import type { Clock } from '../protocol/clock.ts'
import { CredentialError } from '../protocol/error.ts'
import { Keyring, type KeyringEntry } from '../protocol/keyring.ts'
import { type RsaPrivateKey, readPrivateKey, readPublicKey } from '../protocol/rsa-key.ts'
import type { Principal } from '../protocol/signature.ts'
import { readCertificate } from '../protocol/x509.ts'

/**
 * Who you are to WeChat Pay, as values. `readCredential` of `@card-member/sdk/node` reads it from files.
 *
 * @example
 * const credential: Credential = {
 *   mchid: '1900000001', serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', private_key: process.env.PRIVATE_KEY,
 *   wechatpay_public_key_id: 'PUB_KEY_ID_0119000000012026071400000000000001', wechatpay_public_key: process.env.WECHATPAY_PUBLIC_KEY,
 * }
 */
export interface Credential {
  /** Where the API is; default `https://api.mch.weixin.qq.com`. `http:` is for loopback addresses only. */
  readonly base_url?: string | undefined
  /** The merchant number that signs: the service provider's. 8 to 32 digits. */
  readonly mchid: string
  /** Serial of the merchant API certificate: 40 hex digits. Not the id of WeChat Pay's public key. */
  readonly serial_no: string
  /** PEM of the merchant API private key (`apiclient_key.pem`), PKCS#8 or PKCS#1; a literal `\n` is fine. */
  readonly private_key: string
  /** `PUB_KEY_ID_…`, as the merchant platform shows it beside the public key. */
  readonly wechatpay_public_key_id?: string | undefined
  /** PEM of WeChat Pay's public key (`pub_key.pem`). */
  readonly wechatpay_public_key?: string | undefined
  /** PEM of platform certificates, in place of the public key or beside it. */
  readonly wechatpay_certificates?: readonly string[] | undefined
  /** 32 bytes; opens notifications. No call of this family needs it. */
  readonly apiv3_key?: string | undefined
  /** PEM of the merchant API certificate (`apiclient_cert.pem`); only checked against serial and key. */
  readonly certificate?: string | undefined
}

/** A credential, read and checked. */
export interface PreparedCredential {
  readonly principal: Principal
  /** WeChat Pay's keys. */
  readonly keyring: Keyring
  readonly apiv3_key: Uint8Array<ArrayBuffer> | undefined
  /** Origin of the API, without a slash at the end. */
  readonly base_url: string
}

/**
 * Where WeChat Pay answers.
 *
 * @example
 * const credential = { ...fromVault, base_url: process.env.BASE_URL ?? defaultBaseUrl }
 */
export const defaultBaseUrl = 'https://api.mch.weixin.qq.com'

/**
 * Reads the keys of a credential and refuses every mix-up, each by name and with its mend.
 *
 * @param clock tells which platform certificates are in force
 * @throws {CredentialError}
 * @example
 * const { keyring } = prepareCredential(credential)
 */
export function prepareCredential(credential: Credential, clock: Clock = Date.now): PreparedCredential {
  const { mchid, serial_no } = credential
  if (!/^\d{8,32}$/.test(mchid)) throw new CredentialError('MCHID_MALFORMED', 'mchid')
  checkSerial(serial_no)
  const key = readPrivateKey(expectText(credential.private_key, 'private_key'), 'private_key')
  checkCertificate(credential, key)
  const entries = [...publicKeyEntries(credential, key), ...certificateEntries(credential, key, clock)]
  if (entries.length === 0) throw new CredentialError('WECHATPAY_KEY_MISSING', 'wechatpay_public_key')
  return {
    principal: { mchid, serial_no, key: runtime.privateKey(key.pkcs8) },
    keyring: new Keyring(entries),
    apiv3_key: credential.apiv3_key === undefined ? undefined : readApiv3Key(credential.apiv3_key),
    base_url: readOrigin(credential.base_url ?? defaultBaseUrl, 'base_url'),
  }
}

function expectText(value: string | undefined, subject: string): string {
  if (typeof value !== 'string') throw new CredentialError('KEY_MISSING', subject)
  return value
}

function checkSerial(serial_no: string): void {
  if (/^PUB_KEY_ID_/i.test(serial_no)) throw new CredentialError('SERIAL_IS_WECHATPAY', 'serial_no', serial_no)
  if (!/^[0-9A-Fa-f]{40}$/.test(serial_no)) throw new CredentialError('SERIAL_MALFORMED', 'serial_no', serial_no ?? '')
}

function checkCertificate({ certificate, serial_no }: Credential, key: RsaPrivateKey): void {
  if (certificate === undefined) return
  const read = readCertificate(certificate, 'certificate')
  if (!sameSerial(read.serial_no, serial_no)) throw new CredentialError('SERIAL_NOT_OF_CERTIFICATE', 'serial_no', read.serial_no)
  if (!sameBytes(read.spki, key.spki)) throw new CredentialError('KEY_NOT_OF_CERTIFICATE', 'private_key')
}

function publicKeyEntries({ serial_no, ...credential }: Credential, key: RsaPrivateKey): KeyringEntry[] {
  const { wechatpay_public_key_id: id, wechatpay_public_key: pem } = credential
  if (id === undefined && pem === undefined) return []
  if (id !== undefined && sameSerial(id, serial_no)) throw new CredentialError('WECHATPAY_ID_IS_MERCHANT_SERIAL', 'wechatpay_public_key_id')
  if (id === undefined || !/^PUB_KEY_ID_\d+$/.test(id))
    throw new CredentialError('WECHATPAY_ID_MALFORMED', 'wechatpay_public_key_id', id ?? '')
  const text = expectText(pem, 'wechatpay_public_key')
  const spki = readPublicKey(text, 'wechatpay_public_key')
  if (sameBytes(spki, key.spki)) throw new CredentialError('WECHATPAY_KEY_IS_MERCHANT_KEY', 'wechatpay_public_key')
  if (text.includes('BEGIN CERTIFICATE')) throw new CredentialError('WECHATPAY_KEY_IS_CERTIFICATE', 'wechatpay_public_key')
  return [{ id, spki }]
}

// Fields are sealed with the first key of the ring: the certificate in force that began last.
function certificateEntries({ wechatpay_certificates = [], serial_no }: Credential, key: RsaPrivateKey, clock: Clock): KeyringEntry[] {
  const now = clock()
  const certificates = wechatpay_certificates.map((pem, index) => {
    const subject = `wechatpay_certificates[${index}]`
    const certificate = readCertificate(expectText(pem, subject), subject)
    if (sameSerial(certificate.serial_no, serial_no) || sameBytes(certificate.spki, key.spki)) {
      throw new CredentialError('WECHATPAY_KEY_IS_MERCHANT_KEY', subject)
    }
    const inForce = certificate.effective_time <= now && now < certificate.expire_time
    return {
      id: certificate.serial_no,
      spki: readPublicKey(pem, subject),
      rank: inForce ? certificate.effective_time : Number.NEGATIVE_INFINITY,
    }
  })
  return certificates.sort((one, other) => (one.rank === other.rank ? 0 : other.rank - one.rank)).map(({ id, spki }) => ({ id, spki }))
}

/**
 * Checks where the API is said to be and returns its origin.
 *
 * @throws {CredentialError} BASE_URL_INSECURE, BASE_URL_MALFORMED
 */
export function readOrigin(text: string, subject: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new CredentialError('BASE_URL_MALFORMED', subject, text)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new CredentialError('BASE_URL_INSECURE', subject, url.origin)
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password)
    throw new CredentialError('BASE_URL_MALFORMED', subject, url.origin)
  return url.origin
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function sameSerial(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase()
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
