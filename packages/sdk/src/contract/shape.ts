import type { TSchema } from 'typebox'

interface Shape {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
  readonly required?: readonly string[]
}

/** The properties of an object schema; none for any other. */
export function propertySchemas(schema: TSchema): [string, TSchema][] {
  const { properties }: Shape = schema
  return properties ? Object.entries(properties) : []
}

/** The schema of one property, if the schema is of an object that declares it. */
export function propertySchema(schema: TSchema, name: string): TSchema | undefined {
  const { properties }: Shape = schema
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined
}

/** The schema of the entries of an array schema. */
export function itemSchema(schema: TSchema): TSchema | undefined {
  const { items }: Shape = schema
  return items
}

/** Names of the required properties of an object schema. */
export function requiredNames(schema: TSchema): readonly string[] {
  const { required }: Shape = schema
  return required ?? []
}

/** The JSON type a schema asks for, if it names one. */
export function jsonType(schema: TSchema): string | undefined {
  const { type }: Shape = schema
  return typeof type === 'string' ? type : undefined
}
