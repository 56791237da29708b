import { brandDirectVariant } from '../contract/brand-direct.ts'
import type { Endpoint } from '../contract/operation.ts'
import { endpoints } from './endpoints.ts'

/** Whose API is called: that of a service provider or merchant (`mchid`), or that of a brand (`brand_id`). */
export type ApiVariant = 'partner' | 'brand'

/** Operations by group and method name. */
export type OperationGroups = readonly (readonly [group: string, methods: readonly (readonly [method: string, operation: Endpoint])[]])[]

/** Every operation of a variant, by group; groups without one are left out. */
export function offeredGroups(variant: ApiVariant): OperationGroups {
  groups[variant] ??= Object.entries(endpoints)
    .map(([name, group]) => [name, offered(group, variant)] as const)
    .filter(([, methods]) => methods.length > 0)
  return groups[variant]
}

// Kept, because an endpoint is compiled once for each object.
const groups: Partial<Record<ApiVariant, OperationGroups>> = {}

function offered(group: Readonly<Record<string, Endpoint>>, variant: ApiVariant): (readonly [string, Endpoint])[] {
  return Object.entries(group).flatMap(([method, operation]) => {
    const found = variant === 'brand' ? brandDirectVariant(operation) : operation
    return found ? [[method, found] as const] : []
  })
}
