import type { Endpoint } from '../contract/operation.ts'
import { brandTwin } from '../contract/twin.ts'
import { endpoints } from './endpoints.ts'

/** Whose API is spoken: a service provider's or merchant's (`mchid`), or a brand's own (`brand_id`). */
export type Dialect = 'partner' | 'brand'

/** Operations by group and method name. */
export type OperationGroups = readonly (readonly [group: string, methods: readonly (readonly [method: string, operation: Endpoint])[]])[]

/** Every operation of a dialect, by group; groups without one are left out. */
export function offeredGroups(dialect: Dialect): OperationGroups {
  groups[dialect] ??= Object.entries(endpoints)
    .map(([name, group]) => [name, offered(group, dialect)] as const)
    .filter(([, methods]) => methods.length > 0)
  return groups[dialect]
}

// Kept, because schemas are compiled once for each object that holds them.
const groups: Partial<Record<Dialect, OperationGroups>> = {}

function offered(group: Readonly<Record<string, Endpoint>>, dialect: Dialect): (readonly [string, Endpoint])[] {
  return Object.entries(group).flatMap(([method, operation]) => {
    const found = dialect === 'brand' ? brandTwin(operation) : operation
    return found ? [[method, found] as const] : []
  })
}
