import type { BrandCredential, Credential } from '../client/credential.ts'
import { CredentialError } from '../protocol/error.ts'
import { secretLine } from '../protocol/file-text.ts'
import { readPrivateKey, readPublicKey } from '../protocol/rsa-key.ts'
import { named } from '../protocol/shown.ts'
import { type TextPart, text } from '../text.ts'
import { chooseIdentity, type Wanted } from './identity.ts'
import { readKeyFile, readSecretFile } from './key-file.ts'

const prefix = 'CARD_MEMBER_'

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads a credential from environment variables: `CARD_MEMBER_MCHID`, `_SERIAL_NO`, `_PRIVATE_KEY`,
 * `_WECHATPAY_PUBLIC_KEY_ID`, `_WECHATPAY_PUBLIC_KEY` and optionally `_APIV3_KEY`, `_BASE_URL`. Keys may be given as
 * `…_FILE` with a path instead; PEM text may hold literal `\n`.
 *
 * A brand that calls for itself sets `CARD_MEMBER_BRAND_ID` in place of `_MCHID`; `'brand'` expects such a credential, `'any'`
 * accepts both.
 *
 * @throws {CredentialError} CREDENTIAL_MALFORMED, CREDENTIAL_IS_BRAND, CREDENTIAL_IS_MERCHANT, MCHID_AND_BRAND_ID, KEY_MISSING,
 * why a file cannot be read, and what is given in place of a key; `new CardMember` finds mix-ups of keys
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
  const value = (name: string) => env[`${prefix}${name}`] || undefined
  const required = (name: string) => {
    const found = value(name)
    if (found === undefined)
      throw new CredentialError('CREDENTIAL_MALFORMED', `${prefix}${name}`, text({ zh: '未设置', en: 'it is not set' }))
    return found
  }
  const key = async (name: string, expect: (value: string, subject: TextPart, file?: string) => unknown) => {
    const source = oneOf(name, value(name), value(`${name}_FILE`))
    if (source === undefined) return undefined
    const read = source.file === undefined ? source.text : await readKeyFile(source.file, source.subject)
    expect(read, source.subject, source.file)
    return read
  }
  const identity =
    chooseIdentity({ mchid: value('MCHID'), brand_id: value('BRAND_ID') }, wanted, text({ zh: '环境变量', en: 'the environment' })) ??
    (wanted === 'brand' ? { brand_id: required('BRAND_ID') } : { mchid: required('MCHID') })
  const serial_no = required('SERIAL_NO')
  const private_key = await key('PRIVATE_KEY', readPrivateKey)
  if (private_key === undefined) throw new CredentialError('KEY_MISSING', `${prefix}PRIVATE_KEY`)
  const secret = oneOf('APIV3_KEY', value('APIV3_KEY'), value('APIV3_KEY_FILE'))
  return {
    base_url: value('BASE_URL'),
    ...identity,
    serial_no,
    private_key,
    wechatpay_public_key_id: value('WECHATPAY_PUBLIC_KEY_ID'),
    wechatpay_public_key: await key('WECHATPAY_PUBLIC_KEY', readPublicKey),
    apiv3_key: secret && (await readSecret(secret)),
  }
}

type Source =
  | { readonly subject: TextPart; readonly text: string; readonly file?: undefined }
  | { readonly subject: TextPart; readonly file: string }

async function readSecret(source: Source): Promise<string> {
  return source.file === undefined ? secretLine(source.text, source.subject) : readSecretFile(source.file, source.subject)
}

function oneOf(name: string, value: string | undefined, file: string | undefined): Source | undefined {
  if (file === undefined) return value === undefined ? undefined : { subject: `${prefix}${name}`, text: value }
  const subject = `${prefix}${name}_FILE`
  if (value !== undefined)
    throw new CredentialError(
      'CREDENTIAL_MALFORMED',
      subject,
      text({ zh: `同时设置了 ${prefix}${name}，请只设置一个`, en: `${prefix}${name} is set too; set one of them` }),
    )
  return { subject: named(subject, file), file }
}

function defaultEnvironment(): Environment {
  // biome-ignore lint/style/noProcessEnv: reading the environment is what this function is for
  return process.env
}
