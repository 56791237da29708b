import { createPublicKey } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { type BrandCredential, type Credential, prepareCredential } from '@card-member/sdk'
import { formatTime, isRecord } from '@card-member/sdk/contract'
import { credentialFrom, readCredential, readKeyFile, readSecretFile, readTextFile } from '@card-member/sdk/node'
import {
  CredentialError,
  named,
  readApiv3Key,
  readCertificate,
  readPrivateKey,
  readPublicKey,
  shown,
  type TextPart,
} from '@card-member/sdk/protocol'
import { type Finding, found } from './finding.ts'

/** Where a credential is: in a file of its own, or as `fields` in an entry of the file at `path`. */
export interface CredentialSource {
  readonly path: string
  readonly fields?: Readonly<Record<string, unknown>>
}

/** A credential of a merchant or of a brand. */
export type AnyCredential = Credential | BrandCredential

/** What the fields of a credential are like; `credential` when it can be used. */
export interface FieldReport {
  readonly findings: readonly Finding[]
  readonly credential: AnyCredential | undefined
}

type Check = (value: string, field: string, now: number) => Finding

const plain: Readonly<Record<string, Check>> = {
  mchid: (value, field) => {
    if (!/^\d{8,32}$/.test(value)) throw new CredentialError('MCHID_MALFORMED', field)
    return found.given(field, value)
  },
  brand_id: (value, field) => found.given(field, value),
  serial_no: (value, field) => {
    if (/^PUB_KEY_ID_/i.test(value)) throw new CredentialError('SERIAL_IS_WECHATPAY', field, shown(value))
    if (!/^[0-9A-Fa-f]{40}$/.test(value)) throw new CredentialError('SERIAL_MALFORMED', field, shown(value))
    return found.given(field, value)
  },
  wechatpay_public_key_id: (value, field) => {
    if (!/^PUB_KEY_ID_\d+$/.test(value)) throw new CredentialError('WECHATPAY_ID_MALFORMED', field, shown(value))
    return found.given(field, value)
  },
}

/** `subject` is the field with its file, as errors name both. */
type CheckFile = (file: string, subject: TextPart, field: string, now: number) => Promise<Finding>

const inFiles: Readonly<Record<string, CheckFile>> = {
  private_key_file: async (file, subject, field) =>
    found.rsaKey(field, bitsOf(readPrivateKey(await readKeyFile(file, subject), subject, file).spki)),
  wechatpay_public_key_file: async (file, subject, field) =>
    found.rsaKey(field, bitsOf(readPublicKey(await readKeyFile(file, subject), subject, file))),
  apiv3_key_file: async (file, subject, field) => {
    readApiv3Key(await readSecretFile(file, subject), subject)
    return found.apiv3Key(field)
  },
  certificate_file: checkCertificate,
}

/** Checks every field of a credential, each for itself and then all together. */
export async function checkFields(source: CredentialSource, now: number): Promise<FieldReport> {
  const fields = source.fields ?? (await readFields(source.path))
  const findings: Finding[] = []
  for (const [field, check] of Object.entries(plain)) findings.push(...attempt(fields?.[field], field, check, now))
  for (const [field, check] of Object.entries(inFiles))
    findings.push(...(await attemptFile(fields?.[field], field, source.path, check, now)))
  if (fields !== undefined && fields.apiv3_key_file === undefined) findings.push(found.notGiven('apiv3_key_file'))
  const whole = await readWhole(source)
  if (whole instanceof CredentialError) {
    const isKnown = findings.some(({ code }) => code === whole.code)
    if (!isKnown) findings.push(found.recognised('credential', whole))
  }
  return { findings, credential: whole instanceof CredentialError ? undefined : whole }
}

// What is wrong with the file itself is told by reading it as a whole.
async function readFields(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const fields: unknown = JSON.parse(await readTextFile(path))
    return isRecord(fields) ? fields : undefined
  } catch {
    return undefined
  }
}

async function readWhole({ path, fields }: CredentialSource): Promise<AnyCredential | CredentialError> {
  try {
    const credential = fields === undefined ? await readCredential(path, 'any') : await credentialFrom(fields, path, 'any')
    prepareCredential(credential)
    return credential
  } catch (error) {
    if (error instanceof CredentialError) return error
    throw error
  }
}

function attempt(value: unknown, field: string, check: Check, now: number): Finding[] {
  if (typeof value !== 'string') return []
  try {
    return [check(value, field, now)]
  } catch (error) {
    if (error instanceof CredentialError) return [found.recognised(field, error)]
    throw error
  }
}

async function attemptFile(name: unknown, field: string, path: string, check: CheckFile, now: number): Promise<Finding[]> {
  if (typeof name !== 'string') return []
  try {
    return [await check(resolve(dirname(path), name), named(field, name), field, now)]
  } catch (error) {
    if (error instanceof CredentialError) return [found.recognised(field, error)]
    throw error
  }
}

async function checkCertificate(file: string, subject: TextPart, field: string, now: number): Promise<Finding> {
  const { serial_no, expire_time } = readCertificate(await readKeyFile(file, subject), subject, file)
  const until = timeOf(expire_time)
  return expire_time < now ? found.certificateExpired(field, until) : found.certificateUntil(field, serial_no, until)
}

function bitsOf(spki: Uint8Array): number {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  return key.asymmetricKeyDetails?.modulusLength ?? 0
}

function timeOf(milliseconds: number): string {
  return formatTime(Math.floor(milliseconds / 1000))
}
