import type { TextPart } from '../text.ts'
import { sameBytes } from './bytes.ts'
import type { Clock } from './clock.ts'
import { CredentialError } from './error.ts'
import { findKeyMaterial } from './key-material.ts'
import type { KeyringEntry } from './keyring.ts'
import { readPublicKey } from './rsa-key.ts'
import { shown } from './shown.ts'
import { readCertificates } from './x509.ts'

/** WeChat Pay's keys in a credential. */
export interface WechatpayKeys {
  /** `PUB_KEY_ID_…`, as the merchant platform shows it beside the public key. */
  readonly wechatpay_public_key_id?: string | undefined
  /** PEM of WeChat Pay's public key (`pub_key.pem`). */
  readonly wechatpay_public_key?: string | undefined
  /** PEM of platform certificates, in place of the public key or in addition to it. */
  readonly wechatpay_certificates?: readonly string[] | undefined
}

/** The caller's own key, which must not be taken for WeChat Pay's. */
export interface OwnKey {
  readonly serial_no: string
  /** SubjectPublicKeyInfo DER. */
  readonly spki: Uint8Array
}

/**
 * Reads WeChat Pay's keys: first the public key, then the certificates, of these first the newest one in force.
 *
 * @param own the caller's own key, to find mix-ups
 * @throws {CredentialError} for every mix-up, and WECHATPAY_KEY_MISSING when there is no key
 */
export function readWechatpayKeys(keys: WechatpayKeys, own: OwnKey | undefined, clock: Clock): KeyringEntry[] {
  const entries = [...publicKeyEntries(keys, own), ...certificateEntries(keys, own, clock)]
  if (entries.length === 0) throw new CredentialError('WECHATPAY_KEY_MISSING', 'wechatpay_public_key')
  return entries
}

/**
 * A value that must be text.
 *
 * @throws {CredentialError} KEY_MISSING
 */
export function expectText(value: string | undefined, subject: TextPart): string {
  if (typeof value !== 'string') throw new CredentialError('KEY_MISSING', subject)
  return value
}

function publicKeyEntries({ wechatpay_public_key_id: id, wechatpay_public_key: pem }: WechatpayKeys, own: OwnKey | undefined) {
  if (id === undefined && pem === undefined) return []
  if (own && id !== undefined && sameSerial(id, own.serial_no)) {
    throw new CredentialError('WECHATPAY_ID_IS_MERCHANT_SERIAL', 'wechatpay_public_key_id')
  }
  if (id === undefined || !/^PUB_KEY_ID_\d+$/.test(id))
    throw new CredentialError('WECHATPAY_ID_MALFORMED', 'wechatpay_public_key_id', shown(id ?? ''))
  const text = expectText(pem, 'wechatpay_public_key')
  const spki = readPublicKey(text, 'wechatpay_public_key')
  if (own && sameBytes(spki, own.spki)) throw new CredentialError('WECHATPAY_KEY_IS_MERCHANT_KEY', 'wechatpay_public_key')
  if (!findKeyMaterial(text).some(({ kind }) => kind === 'public_key'))
    throw new CredentialError('WECHATPAY_KEY_IS_CERTIFICATE', 'wechatpay_public_key')
  return [{ id, spki }]
}

// The first key of the keyring seals fields: the newest certificate in force.
function certificateEntries({ wechatpay_certificates = [] }: WechatpayKeys, own: OwnKey | undefined, clock: Clock): KeyringEntry[] {
  const now = clock()
  const certificates = wechatpay_certificates.flatMap((pem, index) => {
    const subject = `wechatpay_certificates[${index}]`
    return readCertificates(expectText(pem, subject), subject).map(({ serial_no: id, spki, effective_time, expire_time, pem: one }) => {
      if (own && (sameSerial(id, own.serial_no) || sameBytes(spki, own.spki))) {
        throw new CredentialError('WECHATPAY_KEY_IS_MERCHANT_KEY', subject)
      }
      const inForce = effective_time <= now && now < expire_time
      return { id, spki: readPublicKey(one, subject), rank: inForce ? effective_time : Number.NEGATIVE_INFINITY }
    })
  })
  return certificates.sort((one, other) => (one.rank === other.rank ? 0 : other.rank - one.rank)).map(({ id, spki }) => ({ id, spki }))
}

/** Whether two serials are the same, in whatever case. */
export function sameSerial(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase()
}
