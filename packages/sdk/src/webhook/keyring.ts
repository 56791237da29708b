import { runtime } from '#runtime'
import { type AeadResource, openResource, readApiv3Key } from '../protocol/aead.ts'
import type { Clock } from '../protocol/clock.ts'
import { checkCredentialShape } from '../protocol/credential-shape.ts'
import { SignatureError } from '../protocol/error.ts'
import { Keyring } from '../protocol/keyring.ts'
import { missingApiv3Key } from '../protocol/resource-errors.ts'
import { readPrivateKey } from '../protocol/rsa-key.ts'
import type { PrivateKey } from '../protocol/runtime.ts'
import { readWechatpayKeys, type WechatpayKeys } from '../protocol/wechatpay-keys.ts'

/**
 * The fields of a credential that receiving needs. A whole credential works too; a service that only receives needs no private
 * key.
 *
 * @example
 * const credential: WebhookCredential = {
 *   wechatpay_public_key_id: 'PUB_KEY_ID_0119000000012026071400000000000001', wechatpay_public_key: process.env.WECHATPAY_PUBLIC_KEY,
 *   apiv3_key: [process.env.APIV3_KEY, process.env.APIV3_KEY_BEFORE],
 * }
 */
export interface WebhookCredential extends WechatpayKeys {
  /** The APIv3 key, 32 bytes (for a brand: its API key); several while it changes, newest first. */
  readonly apiv3_key?: string | readonly string[] | undefined
  /** PEM. Opens `phone_number` and `user_information` when they are sealed; plain text stays as it is. */
  readonly private_key?: string | undefined
}

// A whole credential is accepted, so all of its fields are known.
const fields = {
  mchid: 'text',
  brand_id: 'text',
  serial_no: 'text',
  private_key: 'text',
  wechatpay_public_key_id: 'text',
  wechatpay_public_key: 'text',
  wechatpay_certificates: 'list',
  apiv3_key: 'either',
  certificate: 'text',
  base_url: 'text',
} as const

/** Options of `webhookKeyring`. */
export interface WebhookKeyringOptions {
  /** Shares WeChat Pay's keys with a client (`api.keyring`), so that a key that is added there is used here. */
  readonly keyring?: Keyring | undefined
  /** Tells which platform certificates are in force; default `Date.now`. */
  readonly clock?: Clock | undefined
}

/** The keys that verify and open one merchant's notifications. */
export class WebhookKeyring {
  /** WeChat Pay's keys. A key that is added here is used from the next notification on. */
  readonly keyring: Keyring
  /** Opens sealed fields; optional. */
  readonly private_key: PrivateKey | undefined
  #apiv3Keys: readonly Uint8Array<ArrayBuffer>[]

  constructor(keyring: Keyring, apiv3_keys: readonly Uint8Array<ArrayBuffer>[], private_key?: PrivateKey) {
    this.keyring = keyring
    this.private_key = private_key
    this.#apiv3Keys = apiv3_keys
  }

  /** Number of APIv3 keys. */
  get apiv3_keys(): number {
    return this.#apiv3Keys.length
  }

  /**
   * Adds a new APIv3 key, which is tried first from then on. Older keys stay, for notifications that are still sent with them.
   *
   * @throws {CredentialError} APIV3_KEY_LENGTH unless it has 32 bytes
   */
  addApiv3Key(key: string): void {
    this.#apiv3Keys = [readApiv3Key(key), ...this.#apiv3Keys]
  }

  /** Opens a resource with the first key that fits; `undefined` when none does. */
  async open(resource: Omit<AeadResource, 'algorithm'>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    for (const key of this.#apiv3Keys) {
      try {
        return await openResource(resource, key)
      } catch (error) {
        if (!(error instanceof SignatureError)) throw error
      }
    }
    return undefined
  }
}

/**
 * Makes the keyring for receiving notifications from a credential.
 *
 * @throws {CredentialError} WECHATPAY_KEY_MISSING, APIV3_KEY_MISSING, APIV3_KEY_LENGTH, and every mix-up of keys
 * @example
 * const keyring = webhookKeyring(await readCredential('credential.json'))
 * const shared = webhookKeyring(credential, { keyring: api.keyring })
 */
export function webhookKeyring(credential: WebhookCredential, options: WebhookKeyringOptions = {}): WebhookKeyring {
  checkCredentialShape(credential, fields)
  const { clock = Date.now, keyring = new Keyring(readWechatpayKeys(credential, undefined, clock)) } = options
  const { apiv3_key = [], private_key } = credential
  const keys = typeof apiv3_key === 'string' ? [apiv3_key] : apiv3_key
  if (keys.length === 0) throw missingApiv3Key()
  const opener = private_key === undefined ? undefined : runtime.privateKey(readPrivateKey(private_key, 'private_key').pkcs8)
  return new WebhookKeyring(
    keyring,
    keys.map((key) => readApiv3Key(key)),
    opener,
  )
}

/** Facts of a notification before its keys are found. None of them is verified. */
export interface DeliveryFacts {
  /** `Wechatpay-Serial`: the key it claims to be signed with. */
  readonly serial: string
  /** The tenant, as you read it from the URL or elsewhere. */
  readonly tenant: string | undefined
  /** `Request-ID`, if it has one. */
  readonly request_id: string | undefined
}

/**
 * Finds the keyring of a notification, for services with several merchants; `undefined` when there is none. Give each
 * merchant a notify_url of its own and choose by that: a notification does not name the merchant before it is opened.
 *
 * @example
 * const resolver: KeyringResolver = ({ tenant }) => keyrings.get(tenant ?? '')
 */
export type KeyringResolver = (facts: DeliveryFacts) => WebhookKeyring | undefined | Promise<WebhookKeyring | undefined>
