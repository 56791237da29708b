import { isRecord } from '../contract/check.ts'
import type { Schema } from '../contract/schema.ts'

/** A schema that marks the texts at some dotted paths as sealed, whether a name on the way holds one object or a list of them. */
export function schemaOfPaths(paths: readonly string[]): Schema {
  return schemaOf(paths.map((path) => path.split('.')))
}

function schemaOf(paths: readonly (readonly string[])[]): Schema {
  const names = new Set(paths.flatMap(([name]) => name ?? []))
  const below = (name: string) => paths.filter(([first]) => first === name).map(([, ...rest]) => rest)
  const properties = Object.fromEntries(Array.from(names, (name) => [name, schemaOf(below(name))] as const))
  const marks = paths.some((path) => path.length === 0) ? { 'x-sealed': true } : {}
  return { ...marks, properties, items: { ...marks, properties } }
}

/** What a value holds at a dotted path: one value for each entry of the lists on the way. */
export function valuesAt(value: unknown, path: string): unknown[] {
  return at(value, path.split('.'))
}

function at(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry) => at(entry, path))
  const [name, ...rest] = path
  if (name === undefined) return [value]
  return isRecord(value) && Object.hasOwn(value, name) ? at(value[name], rest) : []
}
