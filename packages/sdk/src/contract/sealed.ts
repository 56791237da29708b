import { type CompiledSchema, compileSchema } from './compiled-schema.ts'
import type { Schema } from './schema.ts'
import { isRecord } from './validate.ts'

/** Whether a schema holds any sealed field, at any depth. */
export function hasSealed(schema: Schema): boolean {
  return compileSchema(schema).hasSealed
}

/** Whether a field of an operation's input is sealed or holds sealed fields. */
export function isSealedField(operation: { readonly input: Schema }, name: string): boolean {
  return compileSchema(operation.input).property.get(name)?.hasSealed === true
}

/** What to do with one sealed text; `pointer` tells which field it is. */
export type Transform = (text: string, pointer: string) => Promise<string>

/**
 * Copies a value, replacing each sealed field by what `transform` makes of it; everything else stays as it is. Sealing,
 * opening, storing and redacting all are this walk with another transform.
 */
export async function mapSealed<Value>(schema: Schema, value: Value, transform: Transform): Promise<Value>
export async function mapSealed(schema: Schema, value: unknown, transform: Transform): Promise<unknown> {
  return mapNode(compileSchema(schema), value, transform, '')
}

async function mapNode(node: CompiledSchema, value: unknown, transform: Transform, pointer: string): Promise<unknown> {
  const { items } = node
  if (!node.hasSealed) return value
  if (typeof value === 'string') return node.schema['x-sealed'] ? transform(value, pointer) : value
  if (Array.isArray(value))
    return items ? Promise.all(value.map((entry, index) => mapNode(items, entry, transform, `${pointer}/${index}`))) : value
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = { ...value }
  for (const [name, property] of node.properties) {
    if (copy[name] !== undefined && property.hasSealed) copy[name] = await mapNode(property, copy[name], transform, `${pointer}/${name}`)
  }
  return copy
}
