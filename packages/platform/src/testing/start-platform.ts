import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLog } from '@card-member/service/log'
import { type PlatformOptions, startPlatform as start } from '../start.ts'
import { connectSandbox, type SandboxClient } from './connect-sandbox.ts'
import { merchantPrivateKey, merchantPublicKey, platformPrivateKey } from './keys.ts'

const mchid = '1900000001'
const serial_no = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
const apiv3_key = 'an-apiv3-key-made-for-tests-only'

/** Changes to the usual configuration. */
export type TestPlatformOptions = Pick<PlatformOptions, 'port' | 'log'> & {
  /** Calls per second of each operation; default: 0, no limit. */
  readonly rate_limit_per_second?: number
}

/** Everything that an SDK needs to call the platform; pass it to `new CardMember(…)`. */
export interface TestCredential {
  readonly base_url: string
  readonly mchid: string
  readonly serial_no: string
  /** PEM. */
  readonly private_key: string
  readonly wechatpay_public_key_id: string
  /** PEM. */
  readonly wechatpay_public_key: string
  readonly apiv3_key: string
}

/** A platform for a test, with one merchant, one brand and the sandbox controls. */
export interface TestPlatform extends AsyncDisposable {
  readonly url: string
  readonly credential: TestCredential
  readonly brand_id: string
  readonly appid: string
  readonly sandbox: SandboxClient
  /** The token of the controls, for programs that call them over HTTP. */
  readonly sandbox_token: string
  close(): Promise<void>
}

/**
 * Starts a platform for a test, on a free port, with a temporary database.
 *
 * @example
 * await using platform = await startPlatform()
 * const api = new CardMember(platform.credential)
 */
export async function startPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const { port = 0, log = makeLog({ level: 'silent' }), rate_limit_per_second = 0 } = options
  const folder = await mkdtemp(join(tmpdir(), 'card-member-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const [brand_id, appid] = ['1004', 'wxea9c30890f48d5ae']
    const tenants = await writeTenants(folder, { brand_id, appid, rate_limit_per_second })
    const platform = await start({ tenants, database: `sqlite:${join(folder, 'platform.db')}`, port, log, sandbox: true })
    const { url, wechatpay_public_key_id, wechatpay_public_key } = platform
    const close = async () => {
      await platform.close()
      await remove()
    }
    const keys = { private_key: merchantPrivateKey, wechatpay_public_key_id, wechatpay_public_key, apiv3_key }
    const credential = { base_url: url, mchid, serial_no, ...keys }
    return {
      url,
      credential,
      brand_id,
      appid,
      sandbox: connectSandbox(url, { token: platform.sandbox_token }),
      sandbox_token: platform.sandbox_token ?? '',
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await remove()
    throw error
  }
}

interface Tenant {
  readonly brand_id: string
  readonly appid: string
  readonly rate_limit_per_second: number
}

async function writeTenants(folder: string, { brand_id, appid, rate_limit_per_second }: Tenant): Promise<string> {
  const tenants = join(folder, 'tenants.json')
  const merchant = { mchid, serial_no, public_key_file: 'merchant_pub.pem', apiv3_key_file: 'apiv3.key' }
  const file = {
    platform: { key_id: 'PUB_KEY_ID_0000000000000000000000000001', private_key_file: 'platform_key.pem' },
    merchants: [{ ...merchant, brands: [brand_id], rate_limit_per_second }],
    brands: [{ brand_id, name: 'Test', appids: [appid] }],
  }
  await Promise.all([
    writeFile(join(folder, 'merchant_pub.pem'), merchantPublicKey),
    writeFile(join(folder, 'platform_key.pem'), platformPrivateKey, { mode: 0o600 }),
    writeFile(join(folder, 'apiv3.key'), apiv3_key, { mode: 0o600 }),
    writeFile(tenants, JSON.stringify(file)),
  ])
  return tenants
}
