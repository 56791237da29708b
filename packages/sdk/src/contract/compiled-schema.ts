import type { Schema } from './schema.ts'

/** A schema prepared once for every value that is checked, sealed or redacted by it. */
export interface CompiledSchema {
  readonly schema: Schema
  /** The properties of an object, in order. */
  readonly properties: readonly (readonly [name: string, property: CompiledSchema])[]
  /** The same as a JSON Pointer goes on to each, such as `/type`, and whether it must be there. */
  readonly steps: readonly Step[]
  /** The same, by name. */
  readonly property: ReadonlyMap<string, CompiledSchema>
  /** Of the entries of a list. */
  readonly items: CompiledSchema | undefined
  /** Of every other property of an object. */
  readonly others: CompiledSchema | undefined
  readonly anyOf: readonly CompiledSchema[]
  readonly pattern: RegExp | undefined
  /** Whether it is sealed or holds a sealed field, at any depth. */
  readonly hasSealed: boolean
}

/** One property on the way of a check. */
export interface Step {
  readonly name: string
  readonly property: CompiledSchema
  readonly pointer: string
  readonly required: boolean
}

const known = new WeakMap<Schema, CompiledSchema>()

/** The compiled form of a schema; made at the first call. */
export function compileSchema(schema: Schema): CompiledSchema {
  const made = known.get(schema) ?? make(schema)
  known.set(schema, made)
  return made
}

function make(schema: Schema): CompiledSchema {
  const { additionalProperties, anyOf = [], items, pattern, 'x-sealed': sealed = false } = schema
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, compileSchema(property)] as const)
  const entry = items && compileSchema(items)
  return {
    schema,
    properties,
    steps: properties.map(([name, property]) => ({
      name,
      property,
      pointer: pointerTo(name),
      required: schema.required?.includes(name) === true,
    })),
    property: new Map(properties),
    items: entry,
    others: additionalProperties ? compileSchema(additionalProperties) : undefined,
    anyOf: anyOf.map(compileSchema),
    pattern: pattern === undefined ? undefined : new RegExp(pattern, 'u'),
    hasSealed: sealed || entry?.hasSealed === true || properties.some(([, property]) => property.hasSealed),
  }
}

/** How a JSON Pointer goes on to a property. */
export function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
