import { DeskError } from '../contract/desk-error.ts'
import { type Permission, roles } from '../contract/permission.ts'
import type { Actor } from '../staff/actor.ts'
import { type Connection, serves } from './connection.ts'
import type { Context } from './context.ts'

/**
 * The connection of a name, for somebody who has a permission for a brand that it serves.
 *
 * @throws {DeskError} not_permitted, connection_unknown
 */
export function connectionFor(
  { connections }: Pick<Context, 'connections'>,
  actor: Actor,
  permission: Permission,
  name: string,
): Connection {
  const held = brandsHeld(actor, permission)
  const found = connections.all.find((connection) => connection.name === name)
  const reaches = (connection: Connection) => held.some((brand_id) => brand_id === '*' || serves(connection, brand_id))
  if (held.length === 0 || (found !== undefined && !reaches(found))) throw new DeskError('not_permitted', { permission })
  if (found === undefined) {
    const known = connections.all.filter(reaches).map((connection) => connection.name)
    throw new DeskError('connection_unknown', { field: 'name', known })
  }
  return found
}

/** The brands for which somebody has a permission; `*` is every brand. */
export function brandsHeld({ grants }: Pick<Actor, 'grants'>, permission: Permission): string[] {
  return grants
    .filter(({ role }) => {
      const set: readonly Permission[] = roles[role]
      return set.includes(permission)
    })
    .map(({ brand_id }) => brand_id)
}
