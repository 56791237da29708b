import { makeNonce, type PrivateKey, readApiv3Key, runtime, sealResource, signAnswer } from '../src/protocol/index.ts'
import { type WebhookCredential, type WebhookKeyring, webhookKeyring } from '../src/webhook/index.ts'
import { platform, platformKey, platformKeyId } from './client-stage.ts'

export const apiv3_key = '0123456789abcdefghijklmnopqrstuv'
/** When notifications are signed: 2026-07-14T10:00:00+08:00. */
export const signedAt = Date.parse('2026-07-14T02:00:00Z')
export const clock = () => signedAt

export const credential: WebhookCredential = {
  wechatpay_public_key_id: platformKeyId,
  wechatpay_public_key: platform.public_key,
  apiv3_key,
}

export function keyring(): WebhookKeyring {
  return webhookKeyring(credential)
}

/** A member's card as a notification tells it. */
export const notifiedCard = {
  user_card_code: '478515832665',
  card_id: 'pbLatjvWOibDc5-TBnbUk1pD12o0',
  openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA',
  brand_id: '1004',
  card_type: 'NORMAL',
  card_color: '#AACCDD',
  phone_number: '12345678999',
  level: '金卡',
  user_information: { common_field_list: [{ name: 'USER_FORM_FLAG_SEX', value: '男' }] },
  valid_date_information: { type: 'PERMANENT' },
  pickup_time: '2026-07-14T09:59:58+08:00',
  user_card_state: 'UNACTIVATED',
  create_time: '2026-07-14T09:59:58+08:00',
  modify_time: '2026-07-14T09:59:58+08:00',
} as const

/** What is said in a notification, and how. */
export interface NotificationParts {
  readonly id?: string
  readonly event_type?: string
  readonly resource?: unknown
  readonly apiv3_key?: string
  readonly key?: PrivateKey
  readonly serial?: string
  /** Milliseconds since 1970; default `signedAt`. */
  readonly time?: number
  /** Changes the envelope before it is written and signed. */
  readonly change?: (envelope: Record<string, unknown>) => unknown
  /** Writes the envelope; default `JSON.stringify`. */
  readonly write?: (envelope: unknown) => string
}

/** A notification as it is sent. */
export interface Notification {
  readonly raw: Uint8Array
  readonly headers: Record<string, string>
}

/** Signs and encrypts a notification as WeChat Pay does. */
export async function notify({
  id = '9a1c1f6e-2f4e-5a0b-8d0c-3d1c6a5b7e11',
  event_type = 'BRAND_MEMBER_CARD_SP.USER_CARD.CREATE',
  resource = notifiedCard,
  apiv3_key: secret = apiv3_key,
  key = platformKey,
  serial = platformKeyId,
  time = signedAt,
  change = (envelope) => envelope,
  write = JSON.stringify,
}: NotificationParts = {}): Promise<Notification> {
  const plaintext = new TextEncoder().encode(typeof resource === 'string' ? resource : JSON.stringify(resource))
  const sealed = await sealResource(plaintext, readApiv3Key(secret), makeNonce(12), 'user_card')
  const envelope = {
    id,
    create_time: '2026-07-14T10:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type,
    summary: '用户开通会员卡通知',
    resource: { original_type: 'user_card', ...sealed },
  }
  const raw = new TextEncoder().encode(write(change(envelope)))
  const signature = await signAnswer(raw, serial, key, () => time)
  return { raw, headers: { 'Content-Type': 'application/json', 'Request-ID': '08F78BB5AF0610D302189F-0', ...signature } }
}

/** SHA-256 of a text, lower-case hex. */
export async function sha256(text: string): Promise<string> {
  return Buffer.from(await runtime.sha256(new TextEncoder().encode(text))).toString('hex')
}
