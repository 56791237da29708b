import type { CallerKind } from '../contract/connection.ts'
import { DeskError } from '../contract/desk-error.ts'
import { type Connection, demandServed, serves } from './connection.ts'

/** What a batch or an invalidation stores of its connection. */
export interface UsedConnection {
  readonly brand_id: string
  readonly connection: string
  readonly caller_kind: CallerKind
  readonly caller_id: string
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
   * A connection that serves a brand: by its name, or without one the only one there is for this brand. A sandbox beside it has to be
   * named, so that it changes nothing for those who do not rehearse.
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
    const earnest = serving.filter(({ sandbox }) => !sandbox)
    const [only, ...others] = earnest.length > 0 ? earnest : serving
    if (only === undefined) throw new DeskError('connection_missing', { field: 'connection', brand_id })
    if (others.length > 0) throw new DeskError('connection_ambiguous', { field: 'connection', known })
    return only
  }

  /** The name of the connection that staff mean unless they name one: the first of the brand that is no sandbox, or else the first. */
  usual(brand_id: string): string | undefined {
    const serving = this.all.filter((connection) => serves(connection, brand_id))
    return (serving.find(({ sandbox }) => !sandbox) ?? serving[0])?.name
  }

  /**
   * The connection that something began with, if it still serves the brand and has the same caller, platform and `sandbox`. Another
   * platform cannot tell the outcome of a call.
   */
  find({ brand_id, connection, caller_kind, caller_id, base_url, sandbox }: UsedConnection): Connection | undefined {
    const found = this.#byName.get(connection)
    if (found === undefined || !serves(found, brand_id)) return undefined
    const sameCaller = found.caller_kind === caller_kind && found.caller_id === caller_id
    return sameCaller && found.base_url === base_url && found.sandbox === sandbox ? found : undefined
  }

  /** The same, required. @throws {DeskError} connection_changed */
  demand(used: UsedConnection): Connection {
    const found = this.find(used)
    if (found === undefined) throw new DeskError('connection_changed', { connection: used.connection, brand_id: used.brand_id })
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#byName.values()) await connection[Symbol.asyncDispose]()
  }
}
