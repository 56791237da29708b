import type { Credential } from '../client/credential.ts'
import { CredentialError } from '../protocol/error.ts'
import { readBytesAsText, withoutLineBreak } from './text-file.ts'

const prefix = 'CARD_MEMBER_'

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads a credential from environment variables: `CARD_MEMBER_MCHID`, `_SERIAL_NO`, `_PRIVATE_KEY`,
 * `_WECHATPAY_PUBLIC_KEY_ID`, `_WECHATPAY_PUBLIC_KEY` and, as wanted, `_APIV3_KEY`, `_BASE_URL`. Keys may be given as
 * `…_FILE` with a path instead; PEM text may hold literal `\n`.
 *
 * @throws {CredentialError} CREDENTIAL_MALFORMED, KEY_MISSING, FILE_UNREADABLE; mix-ups of keys are found by `new CardMember`
 * @example
 * const api = new CardMember(await credentialFromEnv())
 */
export async function credentialFromEnv(env: Environment = defaultEnvironment()): Promise<Credential> {
  const text = (name: string) => env[`${prefix}${name}`] || undefined
  const required = (name: string) => {
    const value = text(name)
    if (value === undefined) throw new CredentialError('CREDENTIAL_MALFORMED', `${prefix}${name}`, 'it is not set')
    return value
  }
  const key = (name: string) => textOrFile(name, text(name), text(`${name}_FILE`))
  const mchid = required('MCHID')
  const serial_no = required('SERIAL_NO')
  const private_key = await key('PRIVATE_KEY')
  if (private_key === undefined) throw new CredentialError('KEY_MISSING', `${prefix}PRIVATE_KEY`)
  const apiv3_key = await key('APIV3_KEY')
  return {
    base_url: text('BASE_URL'),
    mchid,
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
