import { dirname, resolve } from 'node:path'
import type { BrandCredential, Credential } from '../client/credential.ts'
import { isRecord } from '../contract/check.ts'
import { CredentialError } from '../protocol/error.ts'
import { nearest } from '../protocol/nearest.ts'
import { readPrivateKey, readPublicKey } from '../protocol/rsa-key.ts'
import { named } from '../protocol/shown.ts'
import { readCertificate, readCertificates } from '../protocol/x509.ts'
import { type LocalizedText, type TextPart, text } from '../text.ts'
import { chooseIdentity, type Wanted } from './identity.ts'
import { readKeyFile, readSecretFile, readTextFile } from './key-file.ts'

const texts = ['base_url', 'mchid', 'brand_id', 'serial_no', 'wechatpay_public_key_id'] as const
const files = ['private_key_file', 'wechatpay_public_key_file', 'apiv3_key_file', 'certificate_file'] as const
const known: readonly string[] = [...texts, ...files, 'wechatpay_certificate_files']

/**
 * Reads a credential file: JSON with `mchid`, `serial_no`, `private_key_file`, `wechatpay_public_key_id`,
 * `wechatpay_public_key_file` and optionally `base_url`, `apiv3_key_file`, `certificate_file`,
 * `wechatpay_certificate_files`. File names are relative to the credential file. With a `certificate_file`, `serial_no`
 * may be left out.
 *
 * A brand that calls for itself gives `brand_id` in place of `mchid`, and its own API key, certificate and 32-byte key under
 * the same names; `'brand'` expects such a file, `'any'` accepts both.
 *
 * @throws {CredentialError} CREDENTIAL_MALFORMED, CREDENTIAL_IS_BRAND, CREDENTIAL_IS_MERCHANT, MCHID_AND_BRAND_ID, KEY_MISSING, why
 * a file cannot be read, and what a file contains in place of a key; `new CardMember` finds mix-ups of keys
 * @example
 * const api = new CardMember(await readCredential('credential.json'))
 * const brand = new CardMember(await readCredential('brand.json', 'brand'))
 */
export async function readCredential(path: string, wanted?: 'partner'): Promise<Credential>
export async function readCredential(path: string, wanted: 'brand'): Promise<BrandCredential>
export async function readCredential(path: string, wanted: Wanted): Promise<Credential | BrandCredential>
export async function readCredential(path: string, wanted: Wanted = 'partner'): Promise<Credential | BrandCredential> {
  return credentialFrom(parse(await readTextFile(path), path), path, wanted)
}

/**
 * The same from fields that are already read, such as an entry of a longer file; file names in them are relative to `path`.
 *
 * @throws {CredentialError} as `readCredential`
 * @example
 * const [first] = JSON.parse(await readFile('connections.json', 'utf8'))
 * const api = new CardMember(await credentialFrom(first, 'connections.json', 'any'))
 */
export async function credentialFrom(
  fields: Readonly<Record<string, unknown>>,
  path: string,
  wanted: Wanted,
): Promise<Credential | BrandCredential> {
  const strange = Object.keys(fields).filter((name) => !known.includes(name))
  if (strange.length > 0) {
    throw new CredentialError('CREDENTIAL_MALFORMED', path, unknownFields(strange))
  }
  const value = (name: string) => readText(fields, name, path)
  const place = (name: (typeof files)[number]) => {
    const found = value(name)
    return found === undefined ? undefined : { file: resolve(dirname(path), found), subject: fieldOf(path, name, found) }
  }
  const key = async (name: (typeof files)[number], expect: Expect) => {
    const found = place(name)
    return found && readExpected(found.file, found.subject, expect)
  }
  const identity = chooseIdentity({ mchid: value('mchid'), brand_id: value('brand_id') }, wanted, path)
  const private_key = await key('private_key_file', readPrivateKey)
  if (private_key === undefined) throw new CredentialError('KEY_MISSING', fieldOf(path, 'private_key_file'))
  const certificate = await key('certificate_file', readCertificate)
  const secret = place('apiv3_key_file')
  const serial_no = value('serial_no') ?? (certificate && readCertificate(certificate, fieldOf(path, 'certificate_file')).serial_no)
  if (identity === undefined || serial_no === undefined) {
    const missing = wanted === 'brand' ? 'brand_id' : 'mchid'
    throw new CredentialError('CREDENTIAL_MALFORMED', path, isMissing(identity === undefined ? missing : 'serial_no'))
  }
  return {
    base_url: value('base_url'),
    ...identity,
    serial_no,
    private_key,
    wechatpay_public_key_id: value('wechatpay_public_key_id'),
    wechatpay_public_key: await key('wechatpay_public_key_file', readPublicKey),
    wechatpay_certificates: await readAll(fields.wechatpay_certificate_files, path),
    apiv3_key: secret && (await readSecretFile(secret.file, secret.subject)),
    certificate,
  }
}

const longestName = 40

const notList: LocalizedText = text({
  zh: 'wechatpay_certificate_files 应为文件名数组',
  en: 'wechatpay_certificate_files must be a list of file names',
})

function fieldOf(path: string, name: string, value?: string): LocalizedText {
  const field = value === undefined ? name : named(name, value)
  return text({ zh: `${path} 的 ${field}`, en: `${field} of ${path}` })
}

function unknownFields(found: readonly string[]): LocalizedText {
  const names = found.map((name) => name.slice(0, longestName))
  const [only, ...others] = names
  const meant = only !== undefined && others.length === 0 ? nearest(only, known) : undefined
  const [en, zh] =
    meant === undefined
      ? [`known are ${known.join(', ')}`, `可用字段：${known.join('、')}`]
      : [`${meant} is probably meant`, `可能应为 ${meant}`]
  return text({ zh: `未知字段 ${names.join('、')}；${zh}`, en: `unknown field ${names.join(', ')}; ${en}` })
}

function isMissing(name: string): LocalizedText {
  return text({ zh: `缺少 ${name}`, en: `${name} is missing` })
}

type Expect = (value: string, subject: TextPart, file: string) => unknown

// Errors of a file are thrown here, where its name is known.
async function readExpected(file: string, subject: TextPart, expect: Expect): Promise<string> {
  const value = await readKeyFile(file, subject)
  expect(value, subject, file)
  return value
}

function parse(value: string, path: string): Record<string, unknown> {
  const fields = parseJson(value, path)
  if (!isRecord(fields))
    throw new CredentialError('CREDENTIAL_MALFORMED', path, text({ zh: '内容应为一个 JSON 对象', en: 'it must hold one JSON object' }))
  return fields
}

// The message of the parser may quote the file.
function parseJson(value: string, path: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    throw new CredentialError('CREDENTIAL_MALFORMED', path, text({ zh: '内容不是 JSON', en: 'it is not JSON' }))
  }
}

function readText(fields: Readonly<Record<string, unknown>>, name: string, path: string): string | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '')
    throw new CredentialError('CREDENTIAL_MALFORMED', path, text({ zh: `${name} 应为文本`, en: `${name} must be a text` }))
  return value
}

async function readAll(names: unknown, path: string): Promise<string[] | undefined> {
  if (names === undefined) return undefined
  if (!Array.isArray(names)) throw new CredentialError('CREDENTIAL_MALFORMED', path, notList)
  return Promise.all(
    names.map((name: unknown) => {
      if (typeof name !== 'string') throw new CredentialError('CREDENTIAL_MALFORMED', path, notList)
      return readExpected(resolve(dirname(path), name), fieldOf(path, 'wechatpay_certificate_files', name), readCertificates)
    }),
  )
}
