import { CallError, type Card } from '@card-member/sdk'
import type { Clock } from '@card-member/sdk/protocol'
import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Connection } from './connection.ts'
import type { Context } from './context.ts'
import { platformFailure } from './platform-failure.ts'

/** For how long a template that was read is shown beside cards without being read again, in seconds. */
const keptSeconds = 60

interface Kept<Value> {
  readonly value: Promise<Value>
  readonly until: number
}

/** Templates as the platform had them a moment ago, so that a list of cards reads each template once. */
export class Templates {
  readonly #clock: Clock
  readonly #one = new Map<string, Kept<Card>>()
  readonly #all = new Map<string, Kept<readonly Card[]>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** One template. @throws {CallError} when the platform does not show it */
  one(connection: Connection, brand_id: string, card_id: string): Promise<Card> {
    return this.#kept(this.#one, JSON.stringify([connection.name, brand_id, card_id]), () => connection.template(brand_id, card_id))
  }

  /** All templates of a brand. @throws {CallError} when the platform does not show them */
  all(connection: Connection, brand_id: string): Promise<readonly Card[]> {
    return this.#kept(this.#all, JSON.stringify([connection.name, brand_id]), () => connection.templates(brand_id))
  }

  #kept<Value>(map: Map<string, Kept<Value>>, key: string, read: () => Promise<Value>): Promise<Value> {
    const now = this.#clock()
    for (const [each, { until }] of map) if (until <= now) map.delete(each)
    const known = map.get(key)
    if (known !== undefined) return known.value
    const value = read()
    map.set(key, { value, until: now + keptSeconds * 1000 })
    value.catch(() => map.delete(key))
    return value
  }
}

/** A brand and the connection to ask; the only one of the brand unless one is named. */
export interface BrandConnection {
  readonly brand_id: string
  readonly connection?: string | undefined
}

/** All templates of a brand, as the platform has them now. */
export async function listTemplates(context: Context, actor: Actor, { brand_id, connection }: BrandConnection): Promise<readonly Card[]> {
  demand(actor, 'look_up', brand_id)
  try {
    return await context.connections.for(brand_id, connection).templates(brand_id)
  } catch (error) {
    throw platformFailure(error)
  }
}

/** One template, as the platform has it now. */
export async function getTemplate(
  context: Context,
  actor: Actor,
  { brand_id, connection, card_id }: BrandConnection & { readonly card_id: string },
): Promise<Card> {
  demand(actor, 'look_up', brand_id)
  try {
    return await context.connections.for(brand_id, connection).template(brand_id, card_id)
  } catch (error) {
    // The platform calls a template that is not the brand's an invalid request.
    if (error instanceof CallError && (error.status === 404 || error.code === 'INVALID_REQUEST')) throw new DeskError('template_unknown')
    throw platformFailure(error)
  }
}
