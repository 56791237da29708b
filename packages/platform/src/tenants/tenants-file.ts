import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { check } from '@card-member/sdk/contract'
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false }
const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]+$' })
const FileName = Type.String({ minLength: 1 })

const PlatformSection = Type.Object(
  {
    key_id: Type.String({ pattern: '^(PUB_KEY_ID_[0-9]{1,40}|[0-9A-Fa-f]{40})$' }),
    private_key_file: FileName,
    storage_key_file: Type.Optional(FileName),
  },
  closed,
)

const MerchantSection = Type.Object(
  {
    mchid: Type.String({ pattern: '^[0-9]{8,32}$' }),
    serial_no: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f]{1,64}$' })),
    public_key_file: Type.Optional(FileName),
    certificate_file: Type.Optional(FileName),
    apiv3_key_file: Type.Optional(FileName),
    brands: Type.Array(Id),
    rate_limit_per_second: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
)

const BrandSection = Type.Object({ brand_id: Id, name: Type.Optional(Type.String()), appids: Type.Array(Id) }, closed)

const TenantsFile = Type.Object(
  { platform: Type.Optional(PlatformSection), merchants: Type.Array(MerchantSection), brands: Type.Array(BrandSection) },
  closed,
)

/** A tenants file as written. */
export type TenantsFile = Static<typeof TenantsFile>
/** One merchant of a tenants file. */
export type MerchantSection = Static<typeof MerchantSection>

/** A tenants file, and how to read the files it names. */
export interface LoadedTenants {
  readonly file: TenantsFile
  /** Reads a file named in it, relative to it; `subject` is the key that names the file. */
  read(name: string, subject: string): string
}

/** A mistake in a tenants file or in a file that it names; the message is one line that says where and what to do. */
export class TenantsError extends Error {
  override readonly name = 'TenantsError'
}

/** Reads and checks a tenants file. */
export function loadTenantsFile(path: string): LoadedTenants {
  const text = readText(path, 'the tenants file')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    // It quotes the file, line breaks included.
    throw new TenantsError(`${path} is not JSON: ${reason.replaceAll(/\s+/g, ' ')}`)
  }
  return { file: checked(value, path), read: (name, subject) => readText(resolve(dirname(path), name), `${path}: ${subject}`) }
}

function checked(value: unknown, path: string): TenantsFile {
  const faults = check(TenantsFile, value)
  if (faults.length > 0)
    throw new TenantsError(`${path}: ${faults.map(({ pointer, issue }) => `${pointer || 'the file'} ${issue}`).join('; ')}`)
  return value as TenantsFile
}

function readText(path: string, subject: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TenantsError(`${subject}: cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`)
  }
}
