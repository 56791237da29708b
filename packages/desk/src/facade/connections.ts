import { formatTime } from '@card-member/sdk/contract'
import { type CheckInput, checkConnection } from '../domain/check-connection.ts'
import type { Connection } from '../domain/connection.ts'
import type { Context } from '../domain/context.ts'
import { present } from '../domain/present.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** A way to a platform, without its keys, and how its calls went. */
export type ConnectionFacts = Reply<'listConnections'>['data'][number]

/** What a check of a connection found. */
export type ConnectionCheck = Reply<'checkConnection'>

/** The connections of the connections file. */
export class ConnectionList {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Lists the connections that serve a brand for which someone holds a role, and how the calls of this process went. Needs no permission.
   *
   * @example
   * const names = (await desk.connections.list(actor)).map(({ name }) => name)
   */
  async list({ grants }: Actor): Promise<ConnectionFacts[]> {
    const held = new Set(grants.map(({ brand_id }) => brand_id))
    return this.#context.connections.all
      .filter(({ brands }) => brands === undefined || brands.some((brand_id) => held.has('*') || held.has(brand_id)))
      .map(factsOf)
  }

  /**
   * Checks the credential of a connection field by field, as its files are, and makes one harmless signed read. No finding has a secret.
   * The audit log notes the codes of failures. Needs `administer` for a brand that the connection serves.
   *
   * @throws {DeskError} not_permitted, connection_unknown, connection_other_brand
   * @example
   * const { ok, findings } = await desk.connections.check(actor, { name: 'main', brand_id: '1004' })
   */
  async check(actor: Actor, input: CheckInput): Promise<ConnectionCheck> {
    const { check_time, brand_id, findings } = await checkConnection(this.#context, actor, input)
    return present<ConnectionCheck>({
      ok: findings.every(({ level }) => level === 'ok' || level === 'warning'),
      check_time: formatTime(check_time),
      brand_id,
      findings: findings.map(({ values, ...finding }) => ({ ...finding, values: { ...values } })),
    })
  }
}

function factsOf(connection: Connection): ConnectionFacts {
  const { name, caller_kind, caller_id, base_url, sandbox, per_second, brands, controls } = connection
  const { health, last_success_time, last_failure } = connection.health.facts
  return present<ConnectionFacts>({
    name,
    caller_kind,
    caller_id,
    base_url,
    sandbox,
    rehearsal: controls?.reachable ?? false,
    per_second,
    brands: brands && [...brands],
    health,
    last_success_time: last_success_time === undefined ? undefined : formatTime(last_success_time),
    last_failure: last_failure && { code: last_failure.code, time: formatTime(last_failure.time) },
  })
}
