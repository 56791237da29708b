import type { Actor } from '../staff/actor.ts'
import { brandsWithTree, newestNotices } from '../store/brands.ts'
import { serves } from './connection.ts'
import { type Context, reading } from './context.ts'

/** A brand, as staff know it. */
interface Brand {
  readonly brand_id: string
  /** What its newest notice calls it. */
  readonly name?: string
  readonly connections: { readonly name: string; readonly sandbox: boolean }[]
}

/** The ids of the brands for which somebody holds a role, in order; with a role for every brand those that the desk knows. */
export async function brandIdsFor(context: Context, { grants }: Pick<Actor, 'grants'>): Promise<string[]> {
  const held = new Set(grants.map(({ brand_id }) => brand_id))
  if (held.delete('*')) {
    for (const brand_id of await brandsWithTree(reading(context))) held.add(brand_id)
    for (const { brands = [] } of context.connections.all) for (const brand_id of brands) held.add(brand_id)
  }
  return [...held].toSorted()
}

/** The brands for which somebody holds a role, with the connections that serve each. */
export async function brandsFor(context: Context, actor: Actor): Promise<Brand[]> {
  const ids = await brandIdsFor(context, actor)
  const notices = await newestNotices(reading(context), ids)
  const names = new Map(notices.map(({ brand_id, details }) => [brand_id, brandNameOf(details)]))
  return ids.map((brand_id) => {
    const name = names.get(brand_id)
    const serving = context.connections.all.filter((connection) => serves(connection, brand_id))
    const connections = serving.map((connection) => ({ name: connection.name, sandbox: connection.sandbox }))
    return { brand_id, ...(name === undefined ? {} : { name }), connections }
  })
}

function brandNameOf(details: string): string | undefined {
  const { brand_name }: { readonly brand_name?: string } = JSON.parse(details)
  return brand_name
}
