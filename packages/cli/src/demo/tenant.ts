import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeKeys } from '../keys/make.ts'
import { appid, brand_id } from './content.ts'

const mchid = '1900000001'
const secret = { mode: 0o600 } as const
const files = {
  private_key_file: 'apiclient_key.pem',
  public_key_file: 'merchant_pub.pem',
  apiv3_key_file: 'apiv3.key',
  wechatpay_public_key_file: 'wechatpay_pub.pem',
} as const

/** The demo's merchant, as it lies in a folder. */
export interface DemoTenant {
  readonly folder: string
  readonly mchid: string
  readonly serial_no: string
  /** Path of the tenants file. */
  readonly tenants: string
}

/** Makes the demo's merchant in a folder, or finds it there. */
export async function demoTenant(folder: string): Promise<DemoTenant> {
  const tenants = join(folder, 'tenants.json')
  const serial_no = existsSync(tenants) ? await readSerial(tenants) : await makeTenant(folder, tenants)
  return { folder, mchid, serial_no, tenants }
}

async function makeTenant(folder: string, tenants: string): Promise<string> {
  const { private_key, public_key, serial_no } = await makeKeys()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, files.private_key_file), private_key, secret)
  await writeFile(join(folder, files.public_key_file), public_key)
  await writeFile(join(folder, files.apiv3_key_file), `${randomBytes(16).toString('hex')}\n`, secret)
  const { public_key_file, apiv3_key_file } = files
  // Last, for it tells the next start that the rest is there.
  await writeJson(tenants, {
    merchants: [{ mchid, serial_no, public_key_file, apiv3_key_file, brands: [brand_id] }],
    brands: [{ brand_id, name: 'Demo', appids: [appid] }],
  })
  return serial_no
}

async function readSerial(tenants: string): Promise<string> {
  const { merchants }: { merchants: { serial_no: string }[] } = JSON.parse(await readFile(tenants, 'utf8'))
  return merchants[0]?.serial_no ?? ''
}

/** Where the demo's platform answers, and by which key. */
export interface DemoPlatform {
  readonly url: string
  readonly wechatpay_public_key_id: string
}

/** Writes what a caller needs: a credential file, and the same for shell scripts together with a card to try. */
export async function writeCaller(tenant: DemoTenant, platform: DemoPlatform, card: DemoCard): Promise<{ credential: string }> {
  const { folder, serial_no } = tenant
  const credential = join(folder, 'credential.json')
  const { wechatpay_public_key_id } = platform
  const { private_key_file, wechatpay_public_key_file, apiv3_key_file } = files
  await writeJson(credential, {
    base_url: platform.url,
    mchid,
    serial_no,
    private_key_file,
    wechatpay_public_key_id,
    wechatpay_public_key_file,
    apiv3_key_file,
  })
  const variables = {
    BASE_URL: platform.url,
    MCHID: mchid,
    SERIAL_NO: serial_no,
    PRIVATE_KEY_FILE: join(folder, private_key_file),
    WECHATPAY_PUBLIC_KEY_ID: wechatpay_public_key_id,
    WECHATPAY_PUBLIC_KEY_FILE: join(folder, wechatpay_public_key_file),
    BRAND_ID: brand_id,
    APPID: appid,
    CARD_ID: card.card_id,
    CODE: card.user_card_code,
    OPENID: card.openid,
  }
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
  await writeFile(join(folder, 'demo.env'), lines.join(''))
  return { credential }
}

/** A card of the demo to try things on. */
export interface DemoCard {
  readonly card_id: string
  readonly user_card_code: string
  readonly openid: string
}

/** A text as one word of a shell command. */
export function quoted(text: string): string {
  return /^[\w./:@%+=,\p{L}-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
}
