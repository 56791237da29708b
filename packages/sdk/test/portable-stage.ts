import { constants, createCipheriv, createPrivateKey, createPublicKey, publicEncrypt, sign } from 'node:crypto'
import { open, seal } from '../src/protocol/index.ts'
import { makeCertificate } from './client-certificate.ts'
import {
  type Act,
  asked,
  credentialFor,
  cut,
  deadUrl,
  invalidCard,
  merchant,
  merchantKey,
  platform,
  platformKey,
  platformKeyId,
  type Seen,
  Stage,
  signed,
  silence,
  strangerKey,
  unsigned,
  userCard,
} from './client-stage.ts'
import type { Setup } from './portable/setup.ts'

const root = '/v3/brand/partner/card-member'
const probe = (headers: Record<string, string>) => ({ ...headers, 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/AAAA' })

interface PortableStage extends AsyncDisposable {
  readonly url: string
  readonly setup: Setup
}

/** A stage that acts by the code of the card it is asked for, and hands out the setup of the portable suite. */
export async function openPortableStage(): Promise<PortableStage> {
  const stage = await Stage.open()
  const setup = await makeSetup(stage.url)
  const memory: Memory = { failed: new Set(), invalid: new Map() }
  stage.script.push(async (seen, response) => {
    const act = seen.url === '/setup' ? unsigned(200, setup) : await actFor(seen, memory)
    await act(seen, response)
  })
  return { url: stage.url, setup, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() }
}

// A reason is shown when one was given.
const { invalid_reason: _, ...ended } = invalidCard

interface Memory {
  readonly failed: Set<string>
  /** What each card that was invalidated shows since. */
  readonly invalid: Map<string, object>
}

async function actFor(seen: Seen, memory: Memory): Promise<Act> {
  if (!seen.signed) return unsigned(401, { code: 'SIGN_ERROR', message: '签名错误' })
  const { pathname, searchParams } = new URL(seen.url, 'http://stage')
  const body = seen.body === '' ? {} : JSON.parse(seen.body)
  if (pathname === `${root}/cards`) {
    const times = { create_time: userCard.create_time, modify_time: userCard.modify_time }
    return signed(200, { ...body, card_id: asked.card_id, state: 'CARD_EFFECTIVE', ...times })
  }
  if (pathname === `${root}/user-cards`) return signed(200, page(Number(searchParams.get('offset')), Number(searchParams.get('limit'))))
  if (pathname === `${root}/user-cards/import-by-openid`) {
    const phone_number = await open(body.phone_number, platformKey, 'phone_number')
    return signed(200, { ...userCard, phone_number: await seal(phone_number, merchantKey) })
  }
  const [, , , , , , code = '', verb] = pathname.split('/')
  return actOn(decodeURIComponent(code), verb === 'invalidate', body, memory)
}

function page(offset: number, limit: number) {
  const all = ['0', '1', '2', '3', '4'].map((user_card_code) => ({ ...userCard, user_card_code }))
  return { data: all.slice(offset, offset + limit), total_count: all.length, offset, limit }
}

async function actOn(code: string, invalidate: boolean, body: object, { failed, invalid }: Memory): Promise<Act> {
  const phone_number = await seal('13800000000', merchantKey)
  if (invalidate) invalid.set(code, { ...ended, ...body })
  const card = { ...userCard, ...invalid.get(code), user_card_code: code, phone_number }
  switch (code) {
    case 'tampered':
      return signed(200, card, { key: strangerKey })
    case 'unsigned':
      return unsigned(200, card)
    case 'probe':
      return isFirst(failed, code) ? signed(200, card, { change: probe }) : signed(200, card)
    case 'fails-once':
      return invalidate || isFirst(failed, code) ? signed(500, { code: 'SYSTEM_ERROR', message: '系统异常' }) : signed(200, card)
    case 'gzipped':
      return signed(200, card, { compress: 'gzip' })
    case 'deflated':
      return signed(200, card, { compress: 'deflate' })
    case 'cut':
      return cut
    case 'lost':
      return invalidate ? cut : signed(200, card)
    case 'silent':
      return silence
    case 'missing':
      return signed(404, { code: 'RESOURCE_NOT_EXISTS', message: '用户会员卡不存在' })
    case 'html':
      return unsigned(502, '<html>', { 'Content-Type': 'text/html' })
    case 'redirect':
      return unsigned(302, '', { Location: '/elsewhere' })
    default:
      return signed(200, card)
  }
}

function isFirst(seen: Set<string>, code: string): boolean {
  if (seen.has(code)) return false
  seen.add(code)
  return true
}

// Everything here is made with OpenSSL by way of node:crypto, not with the functions under test.
async function makeSetup(base_url: string): Promise<Setup> {
  const certificate_serial = '7132D72A03E93CDDF8C03BBD1F37EEDF00000001'
  const time = Date.UTC(2026, 6, 14, 2)
  const timestamp = String(time / 1000)
  const nonce = 'fdasflkja484wAbCdEfGhIjKlMnOpQrS'
  const request = {
    method: 'POST',
    target: `${root}/user-cards/%2B%E4%BC%9A/invalidate?brand_id=1004&card_id=a+b%20c`,
    timestamp,
    nonce,
    body: JSON.stringify({ openid: asked.openid, invalid_reason: '用户申请退会' }),
  }
  const answer = JSON.stringify(invalidCard)
  const plaintext = '+86 138 0000 0000 会员'
  const resource = {
    apiv3_key: '0123456789abcdefghijklmnopqrstuv',
    plaintext: JSON.stringify(userCard),
    nonce: 'AbCdEfGh0123',
    associated_data: 'user_card',
  }
  return {
    credential: credentialFor(base_url),
    dead_url: await deadUrl(),
    keys: {
      public_key: merchant.public_key,
      private_key_pkcs1: createPrivateKey(merchant.private_key).export({ type: 'pkcs1', format: 'pem' }).toString(),
      public_key_pkcs1: createPublicKey(merchant.public_key).export({ type: 'pkcs1', format: 'pem' }).toString(),
    },
    platform: { certificate: makeCertificate({ public_key: platform.public_key, serial_no: certificate_serial }), certificate_serial },
    request: {
      ...request,
      signature: signText(merchant.private_key, [request.method, request.target, timestamp, nonce, request.body]),
    },
    answer: {
      body: answer,
      time,
      headers: {
        'wechatpay-timestamp': timestamp,
        'wechatpay-nonce': nonce,
        'wechatpay-signature': signText(platform.private_key, [timestamp, nonce, answer]),
        'wechatpay-serial': platformKeyId,
      },
    },
    sealed: { plaintext, ciphertext: encrypt(plaintext) },
    resource: { ...resource, ciphertext: encryptResource(resource) },
  }
}

function signText(key: string, lines: readonly string[]): string {
  return sign('sha256', Buffer.from(lines.map((line) => `${line}\n`).join('')), key).toString('base64')
}

function encrypt(text: string): string {
  const key = { key: merchant.public_key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return publicEncrypt(key, Buffer.from(text)).toString('base64')
}

function encryptResource({ apiv3_key, plaintext, nonce, associated_data }: Omit<Setup['resource'], 'ciphertext'>): string {
  const cipher = createCipheriv('aes-256-gcm', apiv3_key, nonce).setAAD(Buffer.from(associated_data))
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('base64')
}
