import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const mchid = '1900000001'
export const serial_no = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
export const brand_id = '1004'
export const base = '/v3/brand/partner/card-member'
export const wechatpay_public_key_id = 'PUB_KEY_ID_0000000000000000000000000001'

const pem = { private: { type: 'pkcs8', format: 'pem' }, public: { type: 'spki', format: 'pem' } } as const
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Keys and a tenants file in a folder of their own, removed when it is disposed of. */
export class Workplace implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'card-member-bench-'))
  readonly tenants = join(this.folder, 'tenants.json')
  readonly merchant = pair()
  readonly platform = pair()

  constructor() {
    const write = (name: string, text: string | Buffer) => writeFileSync(join(this.folder, name), text)
    write('merchant_pub.pem', this.merchant.publicKey.export(pem.public))
    write('platform_key.pem', this.platform.privateKey.export(pem.private))
    const merchants = [{ mchid, serial_no, public_key_file: 'merchant_pub.pem', brands: [brand_id], rate_limit_per_second: 0 }]
    const platform = { key_id: wechatpay_public_key_id, private_key_file: 'platform_key.pem' }
    write('tenants.json', JSON.stringify({ platform, merchants, brands: [{ brand_id, appids: ['wxea9c30890f48d5ae'] }] }))
  }

  /** PEM of the merchant's private key. */
  get private_key(): string {
    return this.merchant.privateKey.export(pem.private).toString()
  }

  /** PEM of the platform's public key. */
  get wechatpay_public_key(): string {
    return this.platform.publicKey.export(pem.public).toString()
  }

  /** A signed request, as the bytes of HTTP/1.1. */
  request(method: string, target: string, body = ''): Buffer {
    return signedRequest(this.merchant.privateKey, method, target, body)
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function signedRequest(key: KeyObject, method: string, target: string, body: string): Buffer {
  const timestamp = Math.floor(Date.now() / 1000)
  const nonce = randomBytes(16).toString('hex')
  const signature = sign('sha256', Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`), key).toString('base64')
  const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial_no}"`
  const length = body === '' && method === 'GET' ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  return Buffer.from(
    `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nUser-Agent: bench\r\nAuthorization: ${authorization}\r\n${length}\r\n${body}`,
  )
}
