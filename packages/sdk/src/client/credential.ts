import { runtime } from '#runtime'
import { readApiv3Key } from '../protocol/aead.ts'
import { sameBytes } from '../protocol/bytes.ts'
import type { Clock } from '../protocol/clock.ts'
import { checkCredentialShape } from '../protocol/credential-shape.ts'
import { CredentialError } from '../protocol/error.ts'
import { Keyring } from '../protocol/keyring.ts'
import { kindOf } from '../protocol/kind-of.ts'
import { type RsaPrivateKey, readPrivateKey } from '../protocol/rsa-key.ts'
import { shown } from '../protocol/shown.ts'
import type { BrandPrincipal, PartnerPrincipal, Principal } from '../protocol/signature.ts'
import { expectText, readWechatpayKeys, sameSerial, type WechatpayKeys } from '../protocol/wechatpay-keys.ts'
import { readCertificate } from '../protocol/x509.ts'
import { type LocalizedText, text } from '../text.ts'

interface CommonCredential extends WechatpayKeys {
  /** Where the API is; default `https://api.mch.weixin.qq.com`. `http:` is for loopback addresses only. */
  readonly base_url?: string | undefined
  /** Serial of the API certificate that signs: 40 hex digits. Not the id of WeChat Pay's public key. */
  readonly serial_no: string
  /** PEM of the API private key (`apiclient_key.pem`), PKCS#8 or PKCS#1; a literal `\n` is fine. */
  readonly private_key: string
  /** 32 bytes; opens notifications and platform certificates. A brand gives its API key. Other calls do not need it. */
  readonly apiv3_key?: string | undefined
  /** PEM of the API certificate (`apiclient_cert.pem`); only compared with serial and key. */
  readonly certificate?: string | undefined
}

/**
 * Who you are to WeChat Pay, as values. `readCredential` of `@card-member/sdk/node` reads it from files.
 *
 * @example
 * const credential: Credential = {
 *   mchid: '1900000001', serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', private_key: process.env.PRIVATE_KEY,
 *   wechatpay_public_key_id: 'PUB_KEY_ID_0119000000012026071400000000000001', wechatpay_public_key: process.env.WECHATPAY_PUBLIC_KEY,
 * }
 */
export interface Credential extends CommonCredential {
  /** The merchant number that signs: the service provider's. 8 to 32 digits. */
  readonly mchid: string
  readonly brand_id?: undefined
}

/**
 * A brand that calls for itself, without a service provider: `brand_id` in place of `mchid`, and the key, the serial and
 * the 32-byte key of the brand.
 *
 * @example
 * const credential: BrandCredential = {
 *   brand_id: '1004', serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', private_key: process.env.PRIVATE_KEY,
 *   wechatpay_public_key_id: 'PUB_KEY_ID_0119000000012026071400000000000001', wechatpay_public_key: process.env.WECHATPAY_PUBLIC_KEY,
 * }
 */
export interface BrandCredential extends CommonCredential {
  /** The brand that signs, at most 32 characters. */
  readonly brand_id: string
  readonly mchid?: undefined
}

/** A credential, read and checked. */
export interface PreparedCredential<P extends Principal = Principal> {
  readonly principal: P
  /** WeChat Pay's keys. */
  readonly keyring: Keyring
  readonly apiv3_key: Uint8Array<ArrayBuffer> | undefined
  /** Origin of the API, without a slash at the end. */
  readonly base_url: string
}

/**
 * The address of WeChat Pay's API.
 *
 * @example
 * const credential = { ...fromVault, base_url: process.env.BASE_URL ?? defaultBaseUrl }
 */
export const defaultBaseUrl = 'https://api.mch.weixin.qq.com'

/**
 * Reads the keys of a credential and rejects every mix-up with an error that says what to do.
 *
 * @param clock decides which platform certificates are in force
 * @throws {CredentialError}
 * @example
 * const { keyring } = prepareCredential(credential)
 */
export function prepareCredential(credential: Credential, clock?: Clock): PreparedCredential<PartnerPrincipal>
export function prepareCredential(credential: BrandCredential, clock?: Clock): PreparedCredential<BrandPrincipal>
export function prepareCredential(credential: Credential | BrandCredential, clock?: Clock): PreparedCredential
export function prepareCredential(credential: Credential | BrandCredential, clock: Clock = Date.now): PreparedCredential {
  const { principal, own, ...prepared } = readSigner(credential)
  return { principal, keyring: new Keyring(readWechatpayKeys(credential, own, clock)), ...prepared }
}

const fields: Readonly<Record<keyof Credential, 'text' | 'list'>> = {
  mchid: 'text',
  brand_id: 'text',
  serial_no: 'text',
  private_key: 'text',
  wechatpay_public_key_id: 'text',
  wechatpay_public_key: 'text',
  wechatpay_certificates: 'list',
  apiv3_key: 'text',
  certificate: 'text',
  base_url: 'text',
}

/** Reads everything that does not depend on WeChat Pay's keys. */
export function readSigner(credential: Credential | BrandCredential) {
  checkCredentialShape(credential, fields)
  const who = readIdentity(credential)
  const { serial_no, apiv3_key, base_url = defaultBaseUrl } = credential
  checkSerial(serial_no)
  const key = readPrivateKey(expectText(credential.private_key, 'private_key'), 'private_key')
  checkCertificate(credential, key)
  const principal: Principal = { ...who, serial_no, key: runtime.privateKey(key.pkcs8) }
  return {
    principal,
    own: { serial_no, spki: key.spki },
    apiv3_key: apiv3_key === undefined ? undefined : readApiv3Key(apiv3_key),
    base_url: readOrigin(base_url, 'base_url'),
  }
}

function readIdentity({ mchid, brand_id }: Credential | BrandCredential): { readonly mchid: string } | { readonly brand_id: string } {
  if (mchid !== undefined && brand_id !== undefined)
    throw new CredentialError('MCHID_AND_BRAND_ID', text({ zh: '凭证', en: 'the credential' }))
  if (brand_id !== undefined) {
    if (!/^[0-9A-Za-z_-]{1,32}$/.test(brand_id)) throw new CredentialError('BRAND_ID_MALFORMED', 'brand_id')
    return { brand_id }
  }
  if (mchid === undefined || !/^\d{8,32}$/.test(mchid)) throw new CredentialError('MCHID_MALFORMED', 'mchid')
  return { mchid }
}

function checkSerial(serial_no: string): void {
  if (/^PUB_KEY_ID_/i.test(serial_no)) throw new CredentialError('SERIAL_IS_WECHATPAY', 'serial_no', shown(serial_no))
  if (!/^[0-9A-F]{40}$/i.test(serial_no)) throw new CredentialError('SERIAL_MALFORMED', 'serial_no', shown(serial_no ?? ''))
}

function checkCertificate({ certificate, serial_no }: CommonCredential, key: RsaPrivateKey): void {
  if (certificate === undefined) return
  const read = readCertificate(certificate, 'certificate')
  if (!sameSerial(read.serial_no, serial_no)) throw new CredentialError('SERIAL_NOT_OF_CERTIFICATE', 'serial_no', read.serial_no)
  if (!sameBytes(read.spki, key.spki)) throw new CredentialError('KEY_NOT_OF_CERTIFICATE', 'private_key')
}

/**
 * Checks the address of the API and returns its origin.
 *
 * @throws {CredentialError} BASE_URL_INSECURE, BASE_URL_MALFORMED
 */
export function readOrigin(value: string, subject: string): string {
  // A URL parser drops blanks and replaces backslashes; a text with either is rejected.
  const url = typeof value === 'string' && !/[\s\\]/.test(value) && URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    const given = typeof value === 'string' ? JSON.stringify(shown(value.replace(/\/\/[^/]*@/, '//…@').slice(0, 100))) : undefined
    const { en, 'zh-CN': zh } = given === undefined ? kindOf(value) : text({ zh: ` ${given}`, en: given })
    throw new CredentialError('BASE_URL_MALFORMED', subject, text({ zh: `为${zh}`, en: `is ${en}` }))
  }
  const part = partBeyondOrigin(value, url)
  if (part !== undefined) throw new CredentialError('BASE_URL_MALFORMED', subject, part)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new CredentialError('BASE_URL_INSECURE', subject, url.origin)
  return url.origin
}

function partBeyondOrigin(value: string, { username, password, pathname }: URL): LocalizedText | undefined {
  const path = pathname === '/' ? '' : JSON.stringify(pathname.slice(0, 100))
  if (username || password) return text({ zh: '带有用户名或密码', en: 'has a user name or a password' })
  if (path) return text({ zh: `带有路径 ${path}`, en: `has the path ${path}` })
  if (value.includes('?')) return text({ zh: '带有查询参数', en: 'has a query' })
  return value.includes('#') ? text({ zh: '带有片段（#）', en: 'has a fragment' }) : undefined
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
