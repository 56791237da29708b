import { type Contract, contract } from '../contract/contract.ts'
import type { Operation } from '../contract/operation.ts'
import { brandTwin } from '../contract/twin.ts'

/** Whose API is spoken: a service provider's or merchant's (`mchid`), or a brand's own (`brand_id`). */
export type Dialect = 'partner' | 'brand'

/** Operations by group and method name. */
export type OperationGroups = readonly (readonly [group: string, methods: readonly (readonly [method: string, operation: Operation])[]])[]

/** Names of a group's methods that a dialect offers; brands have twins of most operations only. */
export type OfferedMethod<Group, D extends Dialect, Name extends keyof Group> = D extends 'brand'
  ? Group[Name] extends { readonly twin: false }
    ? never
    : Name
  : Name

/** Names of the groups that a dialect offers: those with a method. */
export type OfferedGroup<D extends Dialect> = {
  [Name in keyof Contract]: { [M in keyof Contract[Name]]: OfferedMethod<Contract[Name], D, M> }[keyof Contract[Name]] extends never
    ? never
    : Name
}[keyof Contract]

/** Every operation of a dialect, by group; groups without one are left out. */
export function offeredGroups(dialect: Dialect): OperationGroups {
  groups[dialect] ??= Object.entries(contract)
    .map(([name, group]) => [name, offered(group, dialect)] as const)
    .filter(([, methods]) => methods.length > 0)
  return groups[dialect]
}

// Kept, because schemas are compiled once for each object that holds them.
const groups: Partial<Record<Dialect, OperationGroups>> = {}

function offered(group: Readonly<Record<string, Operation>>, dialect: Dialect): (readonly [string, Operation])[] {
  return Object.entries(group).flatMap(([method, operation]) => {
    const found = dialect === 'brand' ? brandTwin(operation) : operation
    return found ? [[method, found] as const] : []
  })
}
