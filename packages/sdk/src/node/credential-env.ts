import type { BrandCredential, Credential } from '../client/credential.ts'
import { CredentialError } from '../protocol/error.ts'
import { secretLine } from '../protocol/file-text.ts'
import { readPrivateKey, readPublicKey } from '../protocol/rsa-key.ts'
import type { Phrase } from '../protocol/words.ts'
import { chooseIdentity, type Wanted } from './identity.ts'
import { readKeyFile, readSecretFile } from './key-file.ts'

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
 * what hinders a file from being read, and what is given in place of a key; mix-ups of keys are found by `new CardMember`
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
    if (value === undefined)
      throw new CredentialError('CREDENTIAL_MALFORMED', `${prefix}${name}`, { en: 'it is not set', 'zh-CN': '未设置' })
    return value
  }
  const key = async (name: string, expect: (text: string, subject: Phrase, file?: string) => unknown) => {
    const source = oneOf(name, text(name), text(`${name}_FILE`))
    if (source === undefined) return undefined
    const read = source.file === undefined ? source.text : await readKeyFile(source.file, source.subject)
    expect(read, source.subject, source.file)
    return read
  }
  const identity =
    chooseIdentity({ mchid: text('MCHID'), brand_id: text('BRAND_ID') }, wanted, { en: 'the environment', 'zh-CN': '环境变量' }) ??
    (wanted === 'brand' ? { brand_id: required('BRAND_ID') } : { mchid: required('MCHID') })
  const serial_no = required('SERIAL_NO')
  const private_key = await key('PRIVATE_KEY', readPrivateKey)
  if (private_key === undefined) throw new CredentialError('KEY_MISSING', `${prefix}PRIVATE_KEY`)
  const secret = oneOf('APIV3_KEY', text('APIV3_KEY'), text('APIV3_KEY_FILE'))
  return {
    base_url: text('BASE_URL'),
    ...identity,
    serial_no,
    private_key,
    wechatpay_public_key_id: text('WECHATPAY_PUBLIC_KEY_ID'),
    wechatpay_public_key: await key('WECHATPAY_PUBLIC_KEY', readPublicKey),
    apiv3_key: secret && (await readSecret(secret)),
  }
}

type Source =
  | { readonly subject: Phrase; readonly text: string; readonly file?: undefined }
  | { readonly subject: Phrase; readonly file: string }

async function readSecret(source: Source): Promise<string> {
  return source.file === undefined ? secretLine(source.text, source.subject) : readSecretFile(source.file, source.subject)
}

function oneOf(name: string, text: string | undefined, file: string | undefined): Source | undefined {
  if (file === undefined) return text === undefined ? undefined : { subject: `${prefix}${name}`, text }
  const subject = `${prefix}${name}_FILE`
  if (text !== undefined)
    throw new CredentialError('CREDENTIAL_MALFORMED', subject, {
      en: `${prefix}${name} is set too; set one of them`,
      'zh-CN': `同时设置了 ${prefix}${name}，请只设置一个`,
    })
  return { subject: `${subject} "${file}"`, file }
}

function defaultEnvironment(): Environment {
  // biome-ignore lint/style/noProcessEnv: reading the environment is what this function is for
  return process.env
}
