import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const brand_id = '1004'
export const appid = 'wxea9c30890f48d5ae'
export const mchid = '1900000001'
export const serial_no = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
export const apiv3_key = 'an-apiv3-key-made-for-tests-only'

// Making keys takes longer than most tests; one pair is enough for a run.
export const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = { private: { type: 'pkcs8', format: 'pem' }, public: { type: 'spki', format: 'pem' } } as const

export const merchantPrivateKey = merchant.privateKey.export(pem.private).toString()
export const merchantPublicKey = merchant.publicKey.export(pem.public).toString()

/** A folder with a tenants file in it, removed when it is disposed of. */
export interface TenantsFolder extends Disposable {
  readonly folder: string
  readonly tenants: string
}

/** Writes a tenants file with one merchant and two brands, of which the merchant may act for the first. */
export function makeTenants(change: (file: TenantsContent) => unknown = (file) => file): TenantsFolder {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-'))
  writeFileSync(join(folder, 'merchant_pub.pem'), merchantPublicKey)
  writeFileSync(join(folder, 'apiv3.key'), `${apiv3_key}\n`)
  const tenants = join(folder, 'tenants.json')
  writeFileSync(tenants, JSON.stringify(change(content())))
  return { folder, tenants, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

function content() {
  return {
    merchants: [
      { mchid, serial_no, public_key_file: 'merchant_pub.pem', apiv3_key_file: 'apiv3.key', brands: [brand_id], rate_limit_per_second: 0 },
    ],
    brands: [
      { brand_id, name: 'Demo', appids: [appid] },
      { brand_id: '2005', name: 'Other', appids: ['wx2005'] },
    ],
  }
}

/** What a tenants file says. */
export type TenantsContent = ReturnType<typeof content>
