import type { TSchema } from 'typebox'
import { isRecord } from './check.ts'
import { isSealed } from './field.ts'
import type { Operation } from './operation.ts'
import { itemSchema, propertySchema, propertySchemas } from './shape.ts'

const memo = new WeakMap<TSchema, boolean>()

/** Whether a schema holds any sealed field, at any depth. */
export function hasSealed(schema: TSchema): boolean {
  const known = memo.get(schema)
  if (known !== undefined) return known
  const item = itemSchema(schema)
  const found =
    isSealed(schema) || (item !== undefined && hasSealed(item)) || propertySchemas(schema).some(([, property]) => hasSealed(property))
  memo.set(schema, found)
  return found
}

/** Whether a field of an operation's input is sealed or holds sealed fields. */
export function isSealedField(operation: Pick<Operation, 'input'>, name: string): boolean {
  const schema = propertySchema(operation.input, name)
  return schema !== undefined && hasSealed(schema)
}

/** What to do with one sealed text; `pointer` tells which field it is. */
export type Transform = (text: string, pointer: string) => Promise<string>

/**
 * Copies a value, replacing each sealed field by what `transform` makes of it; everything else stays as it is. Sealing,
 * opening, storing and redacting all are this walk with another transform.
 */
export async function mapSealed<Value>(schema: TSchema, value: Value, transform: Transform, pointer?: string): Promise<Value>
export async function mapSealed(schema: TSchema, value: unknown, transform: Transform, pointer = ''): Promise<unknown> {
  if (!hasSealed(schema)) return value
  if (typeof value === 'string') return isSealed(schema) ? transform(value, pointer) : value
  if (Array.isArray(value)) {
    const item = itemSchema(schema)
    return item ? Promise.all(value.map((entry, index) => mapSealed(item, entry, transform, `${pointer}/${index}`))) : value
  }
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = { ...value }
  for (const [name, property] of propertySchemas(schema)) {
    if (copy[name] !== undefined && hasSealed(property)) copy[name] = await mapSealed(property, copy[name], transform, `${pointer}/${name}`)
  }
  return copy
}
