import { DeskError } from '../contract/desk-error.ts'
import { type Connection, demandServed, serves } from './connection.ts'

/** What is kept of a connection by what was begun with it. */
export interface UsedConnection {
  readonly brand_id: string
  readonly connection: string
  readonly mchid: string
  readonly base_url: string
  readonly sandbox: boolean
}

/** The connections of a desk by their names. */
export class Connections implements AsyncDisposable {
  readonly #byName: ReadonlyMap<string, Connection>

  constructor(connections: readonly Connection[]) {
    this.#byName = new Map(connections.map((connection) => [connection.name, connection]))
  }

  get all(): readonly Connection[] {
    return [...this.#byName.values()]
  }

  /**
   * A connection that serves a brand: by its name, or without one the only one there is for this brand.
   *
   * @throws {DeskError} connection_unknown, connection_other_brand, connection_missing, connection_ambiguous
   */
  for(brand_id: string, name: string | undefined): Connection {
    const serving = this.all.filter((connection) => serves(connection, brand_id))
    const known = serving.map((connection) => connection.name)
    if (name !== undefined) {
      const found = this.#byName.get(name)
      if (found === undefined) throw new DeskError('connection_unknown', { field: 'connection', known })
      demandServed(found, brand_id)
      return found
    }
    const [only, ...others] = serving
    if (only === undefined) throw new DeskError('connection_missing', { field: 'connection', brand_id })
    if (others.length > 0) throw new DeskError('connection_ambiguous', { field: 'connection', known })
    return only
  }

  /**
   * What something was begun with, as long as it is what it was then: for this brand, signed by the same, at the same platform, as serious
   * as before. What another platform says of a card says nothing of a call that went elsewhere.
   */
  find({ brand_id, connection, mchid, base_url, sandbox }: UsedConnection): Connection | undefined {
    const found = this.#byName.get(connection)
    if (found === undefined || !serves(found, brand_id)) return undefined
    const same = found.mchid === mchid && found.base_url === base_url && found.sandbox === sandbox
    return same ? found : undefined
  }

  /** The same for what cannot go on without. @throws {DeskError} connection_changed */
  demand(used: UsedConnection): Connection {
    const found = this.find(used)
    if (found === undefined) throw new DeskError('connection_changed', { connection: used.connection, brand_id: used.brand_id })
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#byName.values()) await connection[Symbol.asyncDispose]()
  }
}
