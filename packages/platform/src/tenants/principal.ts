import { CredentialError, type PublicKey, readApiv3Key, readCertificate, readPublicKey, runtime } from '@card-member/sdk/protocol'
import { credentialIssue, tenantsIssues } from './tenants-error.ts'
import type { LoadedTenants } from './tenants-file.ts'
import type { BrandSection, KeySection, MerchantSection } from './tenants-schema.ts'

/** An authenticated caller with one of its certificates: a service provider for its brands, or a brand for itself. */
export interface Principal {
  readonly kind: CallerKind
  /** The merchant number of a service provider, or the id of a brand. */
  readonly id: string
  /** Upper-case hex. */
  readonly serial_no: string
  readonly key: PublicKey
  readonly brands: ReadonlySet<string>
  /** 0 means no limit; `undefined` means the operation's own limit. */
  readonly rate_limit_per_second: number | undefined
  /** Milliseconds since 1970; `undefined` when no certificate was given. */
  readonly expire_time: number | undefined
  /** Encrypts notifications and platform certificates; without it none are sent. */
  readonly apiv3_key: Uint8Array<ArrayBuffer> | undefined
  readonly allow_private_notify_url: boolean
}

/** Who can call: a service provider or a brand. */
export type CallerKind = 'partner' | 'brand'

type Files = Pick<LoadedTenants, 'read' | 'secret' | 'at' | 'issue'>

/** Reads one merchant with one certificate. */
export function readMerchant(section: MerchantSection, at: string, files: Files): Principal {
  const { mchid, brands } = section
  return { kind: 'partner', id: mchid, brands: new Set(brands), ...readCaller(section, section, at, at, files) }
}

/** Reads the certificates of a brand that calls for itself. */
export function readBrandCallers(section: BrandSection, at: string, files: Files): Principal[] {
  const { brand_id, keys = [] } = section
  return keys.map((key, index) => ({
    kind: 'brand',
    id: brand_id,
    brands: new Set([brand_id]),
    ...readCaller(section, key, at, `${at}.keys[${index}]`, files),
  }))
}

type CallerSection = Pick<MerchantSection, 'apiv3_key_file' | 'rate_limit_per_second' | 'allow_private_notify_url'>

function readCaller(section: CallerSection, keySection: KeySection, at: string, keyAt: string, files: Files) {
  const { rate_limit_per_second, apiv3_key_file, allow_private_notify_url = false } = section
  try {
    const { spki, serial_no, expire_time } = readKey(keySection, keyAt, files)
    const apiv3_key =
      apiv3_key_file === undefined
        ? undefined
        : readApiv3Key(files.secret(apiv3_key_file, `${at}.apiv3_key_file`), files.at(`${at}.apiv3_key_file`))
    return { serial_no, key: runtime.publicKey(spki), rate_limit_per_second, expire_time, apiv3_key, allow_private_notify_url }
  } catch (error) {
    if (error instanceof CredentialError) throw credentialIssue(error)
    throw error
  }
}

function readKey({ certificate_file, public_key_file, serial_no }: KeySection, at: string, files: Files) {
  if (certificate_file !== undefined) {
    if (public_key_file !== undefined) throw files.issue(at, tenantsIssues.bothKeys())
    const certificate = readCertificate(files.read(certificate_file, `${at}.certificate_file`), files.at(`${at}.certificate_file`))
    if (serial_no !== undefined && serial_no.toUpperCase() !== certificate.serial_no)
      throw files.issue(`${at}.serial_no`, tenantsIssues.serialDiffers(certificate.serial_no))
    return { spki: certificate.spki, serial_no: certificate.serial_no, expire_time: certificate.expire_time }
  }
  if (public_key_file === undefined || serial_no === undefined) throw files.issue(at, tenantsIssues.keyMissing())
  const spki = readPublicKey(files.read(public_key_file, `${at}.public_key_file`), files.at(`${at}.public_key_file`))
  return { spki, serial_no: serial_no.toUpperCase(), expire_time: undefined }
}
