import { createPublicKey } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { type Credential, prepareCredential } from '@card-member/sdk'
import { formatTime, isRecord } from '@card-member/sdk/contract'
import { readCredential, readKeyFile, readSecretFile, readTextFile } from '@card-member/sdk/node'
import { CredentialError, readApiv3Key, readCertificate, readPrivateKey, readPublicKey } from '@card-member/sdk/protocol'
import { doctorWords as words } from '../words/doctor.ts'
import { type Finding, fine, recognised, wrong } from './finding.ts'

/** What the fields of a credential file are like; `credential` when it can be used. */
export interface FieldReport {
  readonly findings: readonly Finding[]
  readonly credential: Credential | undefined
}

type Check = (value: string, field: string, now: number) => Finding

const plain: Readonly<Record<string, Check>> = {
  mchid: (value, field) => {
    if (!/^\d{8,32}$/.test(value)) throw new CredentialError('MCHID_MALFORMED', field)
    return fine(field, words.given(value))
  },
  serial_no: (value, field) => {
    if (/^PUB_KEY_ID_/i.test(value)) throw new CredentialError('SERIAL_IS_WECHATPAY', field, value)
    if (!/^[0-9A-Fa-f]{40}$/.test(value)) throw new CredentialError('SERIAL_MALFORMED', field, value)
    return fine(field, words.given(value))
  },
  wechatpay_public_key_id: (value, field) => {
    if (!/^PUB_KEY_ID_\d+$/.test(value)) throw new CredentialError('WECHATPAY_ID_MALFORMED', field, value)
    return fine(field, words.given(value))
  },
}

type CheckFile = (file: string, field: string, now: number) => Promise<Finding>

const inFiles: Readonly<Record<string, CheckFile>> = {
  private_key_file: async (file, field) =>
    fine(field, words.rsaKey(bitsOf(readPrivateKey(await readKeyFile(file, field), field, file).spki))),
  wechatpay_public_key_file: async (file, field) =>
    fine(field, words.rsaKey(bitsOf(readPublicKey(await readKeyFile(file, field), field, file)))),
  apiv3_key_file: async (file, field) => {
    readApiv3Key(await readSecretFile(file, field), field)
    return fine(field, words.apiv3Key)
  },
  certificate_file: checkCertificate,
}

/** Checks every field of a credential file, each for itself and then all together. */
export async function checkFields(path: string, now: number): Promise<FieldReport> {
  const fields = await readFields(path)
  const findings: Finding[] = []
  for (const [field, check] of Object.entries(plain)) findings.push(...attempt(fields?.[field], field, check, now))
  for (const [field, check] of Object.entries(inFiles)) findings.push(...(await attemptFile(fields?.[field], field, path, check, now)))
  if (fields !== undefined && fields.apiv3_key_file === undefined) findings.push(fine('apiv3_key_file', words.notGiven))
  const whole = await readWhole(path)
  if (!(whole instanceof CredentialError)) return { findings, credential: whole }
  const known = findings.some(({ code }) => code === whole.code)
  return { findings: known ? findings : [...findings, recognised('credential', whole)], credential: undefined }
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

async function readWhole(path: string): Promise<Credential | CredentialError> {
  try {
    const credential = await readCredential(path)
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
    if (error instanceof CredentialError) return [recognised(field, error)]
    throw error
  }
}

async function attemptFile(name: unknown, field: string, path: string, check: CheckFile, now: number): Promise<Finding[]> {
  if (typeof name !== 'string') return []
  const subject = `${field} "${name}"`
  try {
    return [{ ...(await check(resolve(dirname(path), name), subject, now)), check: field }]
  } catch (error) {
    if (error instanceof CredentialError) return [recognised(field, error)]
    throw error
  }
}

async function checkCertificate(file: string, field: string, now: number): Promise<Finding> {
  const { serial_no, expire_time } = readCertificate(await readKeyFile(file, field), field, file)
  const until = timeOf(expire_time)
  return expire_time < now ? wrong(field, words.certificateExpired(until)) : fine(field, words.certificateUntil(serial_no, until))
}

function bitsOf(spki: Uint8Array): number {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  return key.asymmetricKeyDetails?.modulusLength ?? 0
}

function timeOf(milliseconds: number): string {
  return formatTime(Math.floor(milliseconds / 1000))
}
