import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CardMemberError, type RateLimiter } from '@card-member/sdk'
import { check, isRecord, Type, text } from '@card-member/sdk/contract'
import { credentialFrom, readCredential } from '@card-member/sdk/node'
import type { Clock, LocalizedText } from '@card-member/sdk/protocol'
import { fieldsWrong } from '@card-member/service/json-file'
import { BrandId } from '../contract/field.ts'
import { type Connection, connect, weChatPay } from './connection.ts'
import { Connections } from './connections.ts'
import { ConnectionsError, connectionsErrors } from './connections-error.ts'

const usualRate = 5

const Entry = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 64 }),
  credential_file: Type.Optional(Type.String({ minLength: 1 })),
  brands: Type.Optional(Type.Array(BrandId, { minItems: 1, maxItems: 1000 })),
  per_second: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 })),
  sandbox: Type.Optional(Type.Boolean()),
})

/**
 * Reads a connections file: a JSON list of `{ "name", "credential_file", "brands", "per_second", "sandbox" }`. In
 * place of `credential_file` an entry may hold the fields of a credential file itself. File names are relative to it.
 *
 * @throws {ConnectionsError}
 */
export async function readConnections(path: string, limiter: RateLimiter, clock: Clock): Promise<Connections> {
  const entries = await readEntries(path)
  const names = new Set<string>()
  const made: Connection[] = []
  for (const [index, entry] of entries.entries()) {
    const at: LocalizedText = text({ zh: `${path} 第 ${index + 1} 项`, en: `${path}, entry ${index + 1}` })
    if (!isRecord(entry)) throw new ConnectionsError(at, connectionsErrors.notObject())
    const faults = check(Entry, entry)
    if (faults.length > 0) throw new ConnectionsError(at, fieldsWrong(faults, text({ zh: '该项', en: 'the entry' })))
    const { name, credential_file, brands, per_second = usualRate, sandbox = false, ...fields } = entry
    if (typeof name !== 'string' || names.has(name)) throw new ConnectionsError(at, connectionsErrors.nameTaken(String(name)))
    names.add(name)
    const [unknown] = typeof credential_file === 'string' ? Object.keys(fields) : []
    if (unknown !== undefined) throw new ConnectionsError(at, connectionsErrors.fieldUnknown(unknown, Object.keys(Entry.properties)))
    try {
      const credential =
        typeof credential_file === 'string'
          ? await readCredential(resolve(dirname(path), credential_file), 'any')
          : await credentialFrom(fields, path, 'any')
      const served = brandsOf(brands, credential.brand_id, at)
      made.push(connect({ name, per_second: Number(per_second), sandbox: sandbox === true, brands: served }, credential, limiter, clock))
    } catch (error) {
      if (error instanceof CardMemberError) throw new ConnectionsError(at, text({ zh: error.in('zh-CN'), en: error.message }))
      throw error
    }
  }
  for (const connection of made) refuseProductionSandbox(connection, made, path)
  return new Connections(made)
}

// A rehearsal uses up no consent and no quota, so it must never reach a production card.
function refuseProductionSandbox({ name, base_url, sandbox }: Connection, all: readonly Connection[], path: string): void {
  if (!sandbox) return
  const at: LocalizedText = text({ zh: `${path}，${name}`, en: `${path}, ${name}` })
  if (base_url === weChatPay) throw new ConnectionsError(at, connectionsErrors.sandboxIsWeChatPay(base_url))
  const earnest = all.find((other) => !other.sandbox && other.base_url === base_url)
  if (earnest !== undefined) throw new ConnectionsError(at, connectionsErrors.sandboxIsEarnest(base_url, earnest.name))
}

// A brand's own credential can serve no other brand, whatever the file says.
function brandsOf(given: unknown, own: string | undefined, at: LocalizedText): readonly string[] | undefined {
  const brands = Array.isArray(given) ? [...new Set(given.map(String))] : undefined
  if (own !== undefined && brands?.some((brand_id) => brand_id !== own))
    throw new ConnectionsError(at, connectionsErrors.brandsOfOther(own))
  return brands
}

async function readEntries(path: string): Promise<readonly unknown[]> {
  const at: LocalizedText = text({ zh: `连接文件 ${path}`, en: `the connections file ${path}` })
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (Array.isArray(value)) return value
  } catch (error) {
    throw new ConnectionsError(at, error instanceof SyntaxError ? connectionsErrors.notJson() : connectionsErrors.notRead(error))
  }
  throw new ConnectionsError(at, connectionsErrors.notList())
}
