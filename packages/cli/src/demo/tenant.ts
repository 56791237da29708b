import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CardMember } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makePrivateFolder, writePrivate } from '@card-member/service/kept-file'
import { makeKeys } from '../keys/make.ts'
import { appid, brand_id } from './content.ts'

const mchid = '1900000001'
// The rate of a merchant is spent by its callers alone: what fills the demo with members signs as another one.
const fillingMchid = '1900000002'
const files = {
  private_key_file: 'apiclient_key.pem',
  public_key_file: 'merchant_pub.pem',
  apiv3_key_file: 'apiv3.key',
  wechatpay_public_key_file: 'wechatpay_pub.pem',
} as const
const fillingFiles = { private_key_file: 'filling_key.pem', public_key_file: 'filling_pub.pem' } as const

/** The demo's merchant, as it lies in a folder. */
export interface DemoTenant {
  readonly folder: string
  readonly mchid: string
  readonly serial_no: string
  /** The serial of the merchant that fills the demo with members. */
  readonly filling_serial_no: string
  /** Path of the tenants file. */
  readonly tenants: string
}

/** Makes the demo's merchants in a folder, or finds them there. */
export async function demoTenant(folder: string): Promise<DemoTenant> {
  const tenants = join(folder, 'tenants.json')
  const [serial_no, filling_serial_no] = existsSync(tenants) ? await readSerials(tenants) : await makeTenants(folder, tenants)
  return { folder, mchid, serial_no, filling_serial_no, tenants }
}

type Serials = readonly [caller: string, filling: string]

async function makeTenants(folder: string, tenants: string): Promise<Serials> {
  makePrivateFolder(folder)
  const [serial_no, filling_serial_no] = await Promise.all([writeKeys(folder, files), writeKeys(folder, fillingFiles)])
  writePrivate(join(folder, files.apiv3_key_file), `${randomBytes(16).toString('hex')}\n`)
  const { public_key_file, apiv3_key_file } = files
  const brands = [brand_id]
  // Last, for it tells the next start that the rest is there.
  writeJson(tenants, {
    merchants: [
      { mchid, serial_no, public_key_file, apiv3_key_file, brands },
      {
        mchid: fillingMchid,
        serial_no: filling_serial_no,
        public_key_file: fillingFiles.public_key_file,
        brands,
        rate_limit_per_second: 0,
      },
    ],
    brands: [{ brand_id, name: 'Demo', appids: [appid] }],
  })
  return [serial_no, filling_serial_no]
}

async function writeKeys(folder: string, names: { readonly private_key_file: string; readonly public_key_file: string }): Promise<string> {
  const { private_key, public_key, serial_no } = await makeKeys()
  writePrivate(join(folder, names.private_key_file), private_key)
  writePrivate(join(folder, names.public_key_file), public_key)
  return serial_no
}

async function readSerials(tenants: string): Promise<Serials> {
  const { merchants }: { merchants: { mchid: string; serial_no: string }[] } = JSON.parse(await readFile(tenants, 'utf8'))
  const serialOf = (wanted: string) => merchants.find((merchant) => merchant.mchid === wanted)?.serial_no ?? ''
  return [serialOf(mchid), serialOf(fillingMchid)]
}

/** A client that fills the demo with members, without a limit of its rate. */
export async function fillingClient({ folder, filling_serial_no }: DemoTenant, credential: string): Promise<CardMember> {
  const private_key = await readFile(join(folder, fillingFiles.private_key_file), 'utf8')
  const filling = { ...(await readCredential(credential)), mchid: fillingMchid, serial_no: filling_serial_no, private_key }
  return new CardMember(filling, { rate_limit: false })
}

/** Where the demo's platform answers, and by which key. */
export interface DemoPlatform {
  readonly url: string
  readonly wechatpay_public_key_id: string
}

/** The folder of the demo's rehearsal: a second platform, on which nothing is in earnest. */
export const rehearsalFolder = 'rehearsal'

/** Writes the credential file of the rehearsal, by which the desk reaches it. Its keys are beside it, those of the merchant above. */
export function writeRehearsalCaller({ folder, serial_no }: DemoTenant, { url, wechatpay_public_key_id }: DemoPlatform): string {
  const credential = join(folder, rehearsalFolder, 'credential.json')
  const { private_key_file, wechatpay_public_key_file, apiv3_key_file } = files
  writeJson(credential, {
    base_url: url,
    mchid,
    serial_no,
    private_key_file: join('..', private_key_file),
    wechatpay_public_key_id,
    wechatpay_public_key_file,
    apiv3_key_file: join('..', apiv3_key_file),
  })
  return credential
}

/** Writes what a caller needs: a credential file, and the same for shell scripts together with the template. */
export async function writeCaller(
  tenant: DemoTenant,
  platform: DemoPlatform,
  more: { readonly CARD_ID?: string; readonly DESK_URL?: string } = {},
): Promise<{ credential: string }> {
  const { folder, serial_no } = tenant
  const credential = join(folder, 'credential.json')
  const { wechatpay_public_key_id } = platform
  const { private_key_file, wechatpay_public_key_file, apiv3_key_file } = files
  writeJson(credential, {
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
    ...more,
  }
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
  writePrivate(join(folder, 'demo.env'), lines.join(''))
  return { credential }
}

/** A text as one word of a shell command. */
export function quoted(text: string): string {
  return /^[\w./:@%+=,\p{L}-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function writeJson(path: string, value: unknown): void {
  writePrivate(path, `${JSON.stringify(value, null, 2)}\n`)
}
