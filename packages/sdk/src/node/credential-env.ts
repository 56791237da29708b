import type { BrandCredential, Credential } from '../client/credential.ts'
import { CredentialError } from '../protocol/error.ts'
import { chooseIdentity, type Wanted } from './identity.ts'
import { readBytesAsText, withoutLineBreak } from './text-file.ts'

const prefix = 'CARD_MEMBER_'

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads a credential from environment variables: `CARD_MEMBER_MCHID`, `_SERIAL_NO`, `_PRIVATE_KEY`,
 * `_WECHATPAY_PUBLIC_KEY_ID`, `_WECHATPAY_PUBLIC_KEY` and, as wanted, `_APIV3_KEY`, `_BASE_URL`. Keys may be given as
 * `…_FILE` with a path instead; PEM text may hold literal `\n`.
 *
 * A brand that calls for itself sets `CARD_MEMBER_BRAND_ID` in place of `_MCHID`; `'brand'` asks for such a credential, `'any'`
 * takes both kinds.
 *
 * @throws {CredentialError} CREDENTIAL_MALFORMED, CREDENTIAL_IS_BRAND, CREDENTIAL_IS_MERCHANT, DIALECT_MIXED, KEY_MISSING,
 * FILE_UNREADABLE; mix-ups of keys are found by `new CardMember`
 * @example
 * const api = new CardMember(await credentialFromEnv())
 * const brand = new CardMember(await credentialFromEnv(process.env, 'brand'))
 */
export async function credentialFromEnv(env?: Environment, wanted?: 'partner'): Promise<Credential>
export async function credentialFromEnv(env: Environment | undefined, wanted: 'brand'): Promise<BrandCredential>
export async function credentialFromEnv(env: Environment | undefined, wanted: Wanted): Promise<Credential | BrandCredential>
export async function credentialFromEnv(
  env: Environment = defaultEnvironment(),
  wanted: Wanted = 'partner',
): Promise<Credential | BrandCredential> {
  const text = (name: string) => env[`${prefix}${name}`] || undefined
  const required = (name: string) => {
    const value = text(name)
    if (value === undefined) throw new CredentialError('CREDENTIAL_MALFORMED', `${prefix}${name}`, 'it is not set')
    return value
  }
  const key = (name: string) => textOrFile(name, text(name), text(`${name}_FILE`))
  const identity =
    chooseIdentity({ mchid: text('MCHID'), brand_id: text('BRAND_ID') }, wanted, 'the environment') ??
    (wanted === 'brand' ? { brand_id: required('BRAND_ID') } : { mchid: required('MCHID') })
  const serial_no = required('SERIAL_NO')
  const private_key = await key('PRIVATE_KEY')
  if (private_key === undefined) throw new CredentialError('KEY_MISSING', `${prefix}PRIVATE_KEY`)
  const apiv3_key = await key('APIV3_KEY')
  return {
    base_url: text('BASE_URL'),
    ...identity,
    serial_no,
    private_key,
    wechatpay_public_key_id: text('WECHATPAY_PUBLIC_KEY_ID'),
    wechatpay_public_key: await key('WECHATPAY_PUBLIC_KEY'),
    apiv3_key: apiv3_key && withoutLineBreak(apiv3_key),
  }
}

async function textOrFile(name: string, text: string | undefined, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return text
  const subject = `${prefix}${name}_FILE`
  if (text !== undefined) throw new CredentialError('CREDENTIAL_MALFORMED', subject, `${prefix}${name} is set too; set one of them`)
  return readBytesAsText(path, `${subject} "${path}"`)
}

function defaultEnvironment(): Environment {
  // biome-ignore lint/style/noProcessEnv: reading the environment is what this function is for
  return process.env
}
