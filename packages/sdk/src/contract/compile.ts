import { type CompiledSchema, compileSchema } from './compiled-schema.ts'
import { type Endpoint, pathFields } from './operation.ts'

/** Where a field travels, as `detail.location` of an error names it. */
export type Location = 'url' | 'query' | 'body'

/** One field of an operation's input. */
export interface CompiledField {
  readonly name: string
  readonly schema: CompiledSchema
  readonly location: Location
  /** Taken from query and body alike. */
  readonly either: boolean
  /** Whether its value is the bytes of a file. */
  readonly file: boolean
}

/** An operation prepared once for all its calls. */
export interface CompiledOperation {
  readonly operation: Endpoint
  readonly input: CompiledSchema
  readonly reply: CompiledSchema
  /** Names of the path parameters, in order. */
  readonly path: readonly string[]
  /** Every field of the input, in order. */
  readonly fields: readonly CompiledField[]
  /** The same, by name. */
  readonly field: ReadonlyMap<string, CompiledField>
  /** Whether requests carry a body. */
  readonly hasBody: boolean
  /** Whether it answers with one page of a list, from an `offset` on. */
  readonly paged: boolean
}

const known = new WeakMap<Endpoint, CompiledOperation>()

/** The compiled form of an operation; made at the first call. */
export function compile(operation: Endpoint): CompiledOperation {
  const made = known.get(operation) ?? make(operation)
  known.set(operation, made)
  return made
}

function make(operation: Endpoint): CompiledOperation {
  const { query, either = [] } = operation
  const path = pathFields(operation)
  const input = compileSchema(operation.input)
  const reply = compileSchema(operation.reply)
  const fields = input.properties.map(([name, schema]): CompiledField => {
    const beside = query.includes(name) ? 'query' : 'body'
    const location = path.includes(name) ? 'url' : beside
    return { name, schema, location, either: either.includes(name), file: schema.schema['x-file'] === true }
  })
  return {
    operation,
    input,
    reply,
    path,
    fields,
    field: new Map(fields.map((field) => [field.name, field])),
    hasBody: operation.method !== 'GET' && operation.bodyless !== true,
    paged: reply.property.has('data') && input.property.has('offset'),
  }
}
