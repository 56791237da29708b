import { readFile } from 'node:fs/promises'
import type { RateLimiter } from '@card-member/sdk'
import { text } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { type ClientTime, type Connection, weChatPay } from './connection.ts'
import { connectionOf, readEntry } from './connection-entry.ts'
import { Connections } from './connections.ts'
import { ConnectionsError, connectionsErrors } from './connections-error.ts'

/**
 * Reads a connections file: a JSON list of `{ "name", "credential_file", "brands", "per_second", "sandbox", "sandbox_token_file" }`. In
 * place of `credential_file` an entry may hold the fields of a credential file itself. File names are relative to it.
 *
 * @throws {ConnectionsError}
 */
export async function readConnections(path: string, limiter: RateLimiter, time: ClientTime): Promise<Connections> {
  const entries = await readEntries(path)
  const names = new Set<string>()
  const made: Connection[] = []
  for (const [index, written] of entries.entries()) {
    const at: LocalizedText = text({ zh: `${path} 第 ${index + 1} 项`, en: `${path}, entry ${index + 1}` })
    const entry = readEntry(written, path, at)
    const { name } = entry.settings
    if (names.has(name)) throw new ConnectionsError(at, connectionsErrors.nameTaken(name))
    names.add(name)
    made.push(await connectionOf(entry, { path, at, limiter, time }))
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
