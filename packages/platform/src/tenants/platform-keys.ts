import { parseTime } from '@card-member/sdk/contract'
import {
  type Clock,
  CredentialError,
  encodePem,
  type LocalizedText,
  type PrivateKey,
  readCertificate,
  readPrivateKey,
  runtime,
} from '@card-member/sdk/protocol'
import { readStoredKey, writePublicKey } from './key-files.ts'
import { credentialIssue, tenantsIssues } from './tenants-error.ts'
import type { LoadedTenants } from './tenants-file.ts'
import type { PlatformKeySection } from './tenants-schema.ts'

/** A key that the platform signs with and that callers seal fields for. */
export interface PlatformKey {
  readonly key_id: string
  readonly key: PrivateKey
  /** PEM of the public half. */
  readonly public_key: string
  /** PEM, when callers know the key by its certificate. */
  readonly certificate: string | undefined
  /** Milliseconds since 1970. */
  readonly effective_time: number
  readonly expire_time: number
}

/** The platform's keys. An old key stays available while callers still name it. */
export class PlatformKeys {
  readonly #clock: Clock
  #keys: readonly PlatformKey[] = []

  constructor(loaded: LoadedTenants, folder: string, clock: Clock) {
    this.#clock = clock
    this.replace(loaded, folder)
  }

  /** @throws {TenantsError} naming the wrong field; the current keys then stay in use */
  replace(loaded: LoadedTenants, folder: string): void {
    const named = readNamedKeys(loaded)
    const all = named.length > 0 ? named : [readOwnKey(folder)]
    const before = this.#keys
    this.#keys = all
    if (this.#inForce().length > 0) return
    this.#keys = before
    throw loaded.issue('platform', tenantsIssues.noneInForce())
  }

  /** The valid key with the latest `effective_time`; the last of several with the same. */
  get signing(): PlatformKey {
    const [first, ...others] = this.#inForce()
    if (first === undefined) throw new Error('every platform key has expired; add one to the tenants file')
    return others.reduce((best, key) => (key.effective_time >= best.effective_time ? key : best), first)
  }

  /** Finds a key by its id. */
  find(key_id: string): PlatformKey | undefined {
    return this.#keys.find((key) => key.key_id === key_id)
  }

  /** The key that signs an answer: the one that the caller names, because the caller can verify that one; else the signing key. */
  answering(wechatpay_serial: string | undefined): PlatformKey {
    return this.find(wechatpay_serial ?? '') ?? this.signing
  }

  /** Keys with certificates that have not expired, for callers to download. */
  get certificates(): PlatformKey[] {
    return this.#keys.filter(({ certificate, expire_time }) => certificate !== undefined && expire_time > this.#clock())
  }

  #inForce(): PlatformKey[] {
    const now = this.#clock()
    return this.#keys.filter(({ effective_time, expire_time }) => effective_time <= now && now < expire_time)
  }
}

/** Reads the keys that a tenants file names. @throws {TenantsError} naming the wrong field */
export function readNamedKeys(loaded: LoadedTenants): PlatformKey[] {
  const { key_id, private_key_file, keys = [] } = loaded.file.platform ?? {}
  if ((key_id === undefined) !== (private_key_file === undefined))
    throw loaded.issue(`platform.${key_id === undefined ? 'key_id' : 'private_key_file'}`, tenantsIssues.pairBroken())
  const first =
    key_id === undefined || private_key_file === undefined ? [] : [toPlatformKey({ key_id, private_key_file }, 'platform', loaded)]
  const named = [...first, ...keys.map((section, index) => toPlatformKey(section, `platform.keys[${index}]`, loaded))]
  for (const [index, { key_id: id }] of named.entries())
    if (named.findIndex((other) => other.key_id === id) !== index)
      throw loaded.issue(`platform.keys[${index - first.length}]`, tenantsIssues.keyTwice(id))
  return named
}

function toPlatformKey(section: PlatformKeySection, at: string, { read, at: place, issue }: LoadedTenants): PlatformKey {
  const { certificate_file, private_key_file } = section
  try {
    const facts =
      certificate_file === undefined
        ? undefined
        : readCertificate(read(certificate_file, `${at}.certificate_file`), place(`${at}.certificate_file`))
    const key_id = section.key_id ?? facts?.serial_no
    if (key_id === undefined) throw issue(at, tenantsIssues.keyUnnamed())
    const key = readPlatformKey(key_id, read(private_key_file, `${at}.private_key_file`), place(`${at}.private_key_file`))
    if (facts !== undefined && encodePem('PUBLIC KEY', facts.spki) !== key.public_key)
      throw issue(`${at}.private_key_file`, tenantsIssues.keyOfOther())
    return {
      ...key,
      certificate: facts?.pem,
      effective_time: timeInMs(section.effective_time) ?? facts?.effective_time ?? Number.NEGATIVE_INFINITY,
      expire_time: timeInMs(section.expire_time) ?? facts?.expire_time ?? Number.POSITIVE_INFINITY,
    }
  } catch (error) {
    if (error instanceof CredentialError) throw credentialIssue(error)
    throw error
  }
}

function readOwnKey(folder: string): PlatformKey {
  const { key_id, private_key, file } = readStoredKey(folder)
  const key = readPlatformKey(key_id, private_key, file)
  writePublicKey(folder, key.public_key)
  return { ...key, certificate: undefined, effective_time: Number.NEGATIVE_INFINITY, expire_time: Number.POSITIVE_INFINITY }
}

function readPlatformKey(key_id: string, pem: string, subject: string | LocalizedText): Pick<PlatformKey, 'key_id' | 'key' | 'public_key'> {
  try {
    const { pkcs8, spki } = readPrivateKey(pem, subject)
    return { key_id, key: runtime.privateKey(pkcs8), public_key: encodePem('PUBLIC KEY', spki) }
  } catch (error) {
    if (error instanceof CredentialError) throw credentialIssue(error)
    throw error
  }
}

function timeInMs(time: string | undefined): number | undefined {
  const seconds = time === undefined ? undefined : parseTime(time)
  return seconds === undefined ? undefined : seconds * 1000
}
