import { CredentialError, type PublicKey, readApiv3Key, readCertificate, readPublicKey, runtime } from '@card-member/sdk/protocol'
import { type LoadedTenants, type MerchantSection, TenantsError } from './tenants-file.ts'

/** A merchant by one of its certificates. */
export interface Merchant {
  readonly mchid: string
  /** Upper-case hex. */
  readonly serial_no: string
  readonly key: PublicKey
  readonly brands: ReadonlySet<string>
  /** 0 is no limit; `undefined` leaves it to the operation. */
  readonly rate_limit_per_second: number | undefined
  /** Milliseconds since 1970; `undefined` when no certificate was given. */
  readonly expire_time: number | undefined
  readonly apiv3_key: Uint8Array | undefined
}

/** A brand whose cards are kept here. */
export interface Brand {
  readonly brand_id: string
  readonly appids: ReadonlySet<string>
}

/** Who may call, and for which brands. `replace` takes a new version at once, or refuses it whole. */
export class Tenants {
  #merchants = new Map<string, Merchant>()
  #brands = new Map<string, Brand>()

  constructor(loaded: LoadedTenants) {
    this.replace(loaded)
  }

  /** @throws {TenantsError} naming the mistake; the tenants in force then stay */
  replace({ file, read }: LoadedTenants): void {
    const brands = new Map<string, Brand>()
    for (const [index, { brand_id, appids }] of file.brands.entries()) {
      if (brands.has(brand_id)) throw new TenantsError(`brands[${index}]: brand_id ${brand_id} stands twice`)
      brands.set(brand_id, { brand_id, appids: new Set(appids) })
    }
    const merchants = new Map<string, Merchant>()
    for (const [index, section] of file.merchants.entries()) {
      const at = `merchants[${index}]`
      const unknown = section.brands.find((brand_id) => !brands.has(brand_id))
      if (unknown !== undefined) throw new TenantsError(`${at}.brands names the brand ${unknown}, which is not under brands`)
      const merchant = readMerchant(section, at, read)
      const key = keyOf(merchant.mchid, merchant.serial_no)
      if (merchants.has(key)) throw new TenantsError(`${at}: mchid ${merchant.mchid} with serial_no ${merchant.serial_no} stands twice`)
      merchants.set(key, merchant)
    }
    this.#brands = brands
    this.#merchants = merchants
  }

  merchant(mchid: string, serial_no: string): Merchant | undefined {
    return this.#merchants.get(keyOf(mchid, serial_no))
  }

  brand(brand_id: string): Brand | undefined {
    return this.#brands.get(brand_id)
  }
}

function keyOf(mchid: string, serial_no: string): string {
  return `${mchid} ${serial_no.toUpperCase()}`
}

function readMerchant(section: MerchantSection, at: string, read: LoadedTenants['read']): Merchant {
  const { mchid, brands, rate_limit_per_second, apiv3_key_file } = section
  try {
    const { spki, serial_no, expire_time } = readKey(section, at, read)
    const apiv3_key =
      apiv3_key_file === undefined
        ? undefined
        : readApiv3Key(read(apiv3_key_file, `${at}.apiv3_key_file`).trimEnd(), `${at}.apiv3_key_file`)
    return { mchid, serial_no, key: runtime.publicKey(spki), brands: new Set(brands), rate_limit_per_second, expire_time, apiv3_key }
  } catch (error) {
    if (error instanceof CredentialError) throw new TenantsError(error.message)
    throw error
  }
}

function readKey({ certificate_file, public_key_file, serial_no }: MerchantSection, at: string, read: LoadedTenants['read']) {
  if (certificate_file !== undefined) {
    if (public_key_file !== undefined) throw new TenantsError(`${at} has certificate_file and public_key_file; give one of them`)
    const certificate = readCertificate(read(certificate_file, `${at}.certificate_file`), `${at}.certificate_file`)
    if (serial_no !== undefined && serial_no.toUpperCase() !== certificate.serial_no) {
      throw new TenantsError(`${at}.serial_no differs from the certificate's, ${certificate.serial_no}; leave it out`)
    }
    return { spki: certificate.spki, serial_no: certificate.serial_no, expire_time: certificate.expire_time }
  }
  if (public_key_file === undefined || serial_no === undefined)
    throw new TenantsError(`${at} needs certificate_file, or public_key_file and serial_no`)
  const spki = readPublicKey(read(public_key_file, `${at}.public_key_file`), `${at}.public_key_file`)
  return { spki, serial_no: serial_no.toUpperCase(), expire_time: undefined }
}
