import { dirname, resolve } from 'node:path'
import { CardMemberError, type RateLimiter } from '@card-member/sdk'
import { check, isRecord, type Static, Type, text } from '@card-member/sdk/contract'
import { credentialFrom, readCredential } from '@card-member/sdk/node'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { fieldsWrong } from '@card-member/service/json-file'
import { BrandId } from '../contract/field.ts'
import { type AnyCredential, type CredentialSource, checkFields, checkOnline, found, type OnlineOptions } from '../doctor/index.ts'
import { type ClientTime, type Connection, connect, weChatPay } from './connection.ts'
import { ConnectionHealth } from './connection-health.ts'
import { ConnectionsError, connectionsErrors } from './connections-error.ts'
import { SandboxControls } from './sandbox-controls.ts'

const usualRate = 5

const Entry = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 64 }),
  credential_file: Type.Optional(Type.String({ minLength: 1 })),
  brands: Type.Optional(Type.Array(BrandId, { minItems: 1, maxItems: 1000 })),
  per_second: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 })),
  sandbox: Type.Optional(Type.Boolean()),
  sandbox_token_file: Type.Optional(Type.String({ minLength: 1 })),
})

/** An entry of a connections file, with the fields of a credential file in it when it names none. */
export interface ConnectionEntry {
  readonly settings: Static<typeof Entry>
  readonly source: CredentialSource
}

/**
 * An entry as it was written in the file at `path`.
 *
 * @throws {ConnectionsError}
 */
export function readEntry(entry: unknown, path: string, at: LocalizedText): ConnectionEntry {
  if (!isRecord(entry)) throw new ConnectionsError(at, connectionsErrors.notObject())
  const faults = check(Entry, entry)
  if (faults.length > 0) throw new ConnectionsError(at, fieldsWrong(faults, text({ zh: '该项', en: 'the entry' })))
  const own = Object.keys(Entry.properties)
  const fields = Object.fromEntries(Object.entries(entry).filter(([name]) => !own.includes(name)))
  // `check` has verified the type.
  const settings = Object.fromEntries(Object.entries(entry).filter(([name]) => own.includes(name))) as Static<typeof Entry>
  const { credential_file, sandbox = false, sandbox_token_file } = settings
  const [unknown] = credential_file === undefined ? [] : Object.keys(fields)
  if (unknown !== undefined) throw new ConnectionsError(at, connectionsErrors.fieldUnknown(unknown, own))
  if (sandbox_token_file !== undefined && !sandbox) throw new ConnectionsError(at, connectionsErrors.tokenWithoutSandbox())
  return { settings, source: credential_file === undefined ? { path, fields } : { path: resolve(dirname(path), credential_file) } }
}

/**
 * Makes the connection of an entry.
 *
 * @throws {ConnectionsError}
 */
export async function connectionOf(
  { settings, source }: ConnectionEntry,
  {
    path,
    at,
    limiter,
    time,
  }: { readonly path: string; readonly at: LocalizedText; readonly limiter: RateLimiter; readonly time: ClientTime },
): Promise<Connection> {
  const { name, brands, per_second = usualRate, sandbox = false, sandbox_token_file } = settings
  try {
    const credential = await credentialOf(source)
    const facts = { name, per_second, sandbox, brands: brandsOf(brands, credential.brand_id, at) }
    const health = new ConnectionHealth(time.clock)
    const token = sandbox_token_file === undefined ? undefined : resolve(dirname(path), sandbox_token_file)
    const controls = sandbox ? new SandboxControls(credential.base_url ?? weChatPay, token) : undefined
    const examined = examine(source, credential, { clock: time.clock, hooks: health.hooks, rate_limit: { limiter, per_second } })
    return connect({ ...facts, health, controls, check: examined }, credential, limiter, time)
  } catch (error) {
    if (error instanceof CardMemberError) throw new ConnectionsError(at, text({ zh: error.in('zh-CN'), en: error.message }))
    throw error
  }
}

function credentialOf({ path, fields }: CredentialSource): Promise<AnyCredential> {
  return fields === undefined ? readCredential(path, 'any') : credentialFrom(fields, path, 'any')
}

// A brand's own credential can serve no other brand, whatever the file says.
function brandsOf(given: readonly string[] | undefined, own: string | undefined, at: LocalizedText): readonly string[] | undefined {
  const brands = given && [...new Set(given)]
  if (own !== undefined && brands?.some((brand_id) => brand_id !== own))
    throw new ConnectionsError(at, connectionsErrors.brandsOfOther(own))
  return brands
}

// As the files are at the time of the check, which is what somebody who mends them wants to know.
function examine(source: CredentialSource, used: AnyCredential, options: Omit<OnlineOptions, 'brand_id'>): Connection['check'] {
  return async (brand_id) => {
    const { findings, credential } = await checkFields(source, options.clock())
    if (credential === undefined) return [...findings, found.notTried()]
    const changed = JSON.stringify(credential) === JSON.stringify(used) ? [] : [found.fileChanged()]
    return [...findings, ...changed, ...(await checkOnline(credential, { ...options, brand_id }))]
  }
}
