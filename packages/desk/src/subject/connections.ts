import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CallError, CardMember, CardMemberError, type InvalidationResult, type RateLimiter, type UserCard } from '@card-member/sdk'
import { check, isRecord } from '@card-member/sdk/contract'
import { credentialFrom, readCredential } from '@card-member/sdk/node'
import type { Clock } from '@card-member/sdk/protocol'
import Type from 'typebox'
import { DeskRefusal } from '../contract/refusal.ts'

/** What names a card to the platform. */
export interface CardQuery {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
  readonly openid: string
}

/** A way to a platform, under the name that people know it by. */
export interface Connection extends AsyncDisposable {
  readonly name: string
  /** Who signs: a merchant number, or `brand:` and a brand id. Its calls share one rate. */
  readonly mchid: string
  readonly base_url: string
  /** Whether it leads to a place for rehearsal. */
  readonly sandbox: boolean
  /** Calls a second for each operation. */
  readonly per_second: number
  get(card: CardQuery): Promise<UserCard>
  listOf(brand_id: string, openid: string): Promise<readonly UserCard[]>
  invalidateSafely(card: CardQuery, invalid_reason: string): Promise<InvalidationResult>
}

/** A mistake in the connections file; the message says where and what to do. */
export class ConnectionsError extends Error {
  override readonly name = 'ConnectionsError'
}

const usualRate = 5

const Entry = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 64 }),
  credential_file: Type.Optional(Type.String({ minLength: 1 })),
  per_second: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 })),
  sandbox: Type.Optional(Type.Boolean()),
})

/** The connections of a desk by their names. */
export class Connections implements AsyncDisposable {
  readonly #byName: ReadonlyMap<string, Connection>

  constructor(connections: readonly Connection[]) {
    this.#byName = new Map(connections.map((connection) => [connection.name, connection]))
  }

  get names(): string[] {
    return [...this.#byName.keys()]
  }

  /** The names of all that lead to a place for rehearsal, or of all that do not. */
  namesOf(sandbox: boolean): string[] {
    return this.names.filter((name) => this.get(name).sandbox === sandbox)
  }

  has(name: string): boolean {
    return this.#byName.has(name)
  }

  /** By its name; without one, the only one there is. @throws {DeskRefusal} connection_unknown */
  get(name: string | undefined): Connection {
    const [only, ...others] = this.#byName.values()
    const found = name === undefined && others.length === 0 ? only : this.#byName.get(name ?? '')
    if (found === undefined) throw new DeskRefusal('connection_unknown', { field: 'connection', known: this.names })
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#byName.values()) await connection[Symbol.asyncDispose]()
  }
}

/** Makes a connection out of a client for a merchant number or for a brand. */
export function connect(
  options: Pick<Connection, 'name' | 'sandbox' | 'per_second'>,
  credential: ConstructorParameters<typeof CardMember>[0],
  limiter: RateLimiter,
  clock: Clock,
): Connection {
  // The runner says when something is tried again, so that each call stands in the record.
  const bounds = { max_attempts: 1, clock, rate_limit: { limiter, per_second: options.per_second } }
  const common = { ...options, base_url: credential.base_url ?? 'https://api.mch.weixin.qq.com' }
  if (credential.mchid !== undefined) {
    const api = new CardMember(credential, bounds)
    return {
      ...common,
      mchid: api.mchid,
      get: ({ user_card_code, ...who }) => api.userCards.get(user_card_code, who),
      listOf: (brand_id, openid) => everyOne(api.userCards.list({ brand_id, openid })),
      invalidateSafely: ({ user_card_code, ...who }, invalid_reason) =>
        known(() => api.userCards.invalidateSafely(user_card_code, { ...who, invalid_reason })),
      [Symbol.asyncDispose]: () => api.close(),
    }
  }
  const api = new CardMember(credential, bounds)
  return {
    ...common,
    mchid: `brand:${api.brand_id}`,
    get: ({ user_card_code, card_id, openid }) => api.userCards.get(user_card_code, { card_id, openid }),
    listOf: (_brand_id, openid) => everyOne(api.userCards.list({ openid })),
    invalidateSafely: ({ user_card_code, card_id, openid }, invalid_reason) =>
      known(() => api.userCards.invalidateSafely(user_card_code, { card_id, openid, invalid_reason })),
    [Symbol.asyncDispose]: () => api.close(),
  }
}

// An input that the client refuses was never sent, like everything else that is not done.
async function known(run: () => Promise<InvalidationResult>): Promise<InvalidationResult> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof CallError) return { outcome: 'not_done', error, card: undefined }
    throw error
  }
}

async function everyOne(listing: AsyncIterable<UserCard>): Promise<UserCard[]> {
  const cards: UserCard[] = []
  for await (const card of listing) cards.push(card)
  return cards
}

/**
 * Reads a connections file: a JSON list of `{ "name", "credential_file", "per_second", "sandbox" }`. In place of
 * `credential_file` an entry may hold the fields of a credential file itself. File names are relative to it.
 *
 * @throws {ConnectionsError}
 */
export async function readConnections(path: string, limiter: RateLimiter, clock: Clock): Promise<Connections> {
  const entries = await readEntries(path)
  const names = new Set<string>()
  const made: Connection[] = []
  for (const [index, entry] of entries.entries()) {
    const at = `${path}, entry ${index + 1}`
    if (!isRecord(entry)) throw new ConnectionsError(`${at}: must be an object with name and credential_file`)
    const [fault] = check(Entry, entry)
    if (fault) throw new ConnectionsError(`${at}: ${fault.pointer.slice(1)} ${fault.issue}`)
    const { name, credential_file, per_second = usualRate, sandbox = false, ...fields } = entry
    if (typeof name !== 'string' || names.has(name)) throw new ConnectionsError(`${at}: the name ${String(name)} is taken`)
    names.add(name)
    try {
      const credential =
        typeof credential_file === 'string'
          ? await readCredential(resolve(dirname(path), credential_file), 'any')
          : await credentialFrom(fields, path, 'any')
      made.push(connect({ name, per_second: Number(per_second), sandbox: sandbox === true }, credential, limiter, clock))
    } catch (error) {
      if (error instanceof CardMemberError) throw new ConnectionsError(`${at}: ${error.message}`)
      throw error
    }
  }
  return new Connections(made)
}

async function readEntries(path: string): Promise<readonly unknown[]> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (Array.isArray(value)) return value
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read'
    throw new ConnectionsError(`the connections file ${path}: ${reason}`)
  }
  throw new ConnectionsError(`the connections file ${path}: it must hold a JSON list`)
}
