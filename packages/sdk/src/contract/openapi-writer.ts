import type { Json, JsonObject } from './json.ts'
import { errorSchema } from './openapi-answer.ts'
import { SchemaWriter } from './openapi-schema.ts'
import { type Operation, pathFields } from './operation.ts'
import { hasBody } from './place.ts'
import type { Schema } from './schema.ts'

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument extends JsonObject {
  readonly openapi: string
  readonly info: JsonObject
  readonly servers: readonly JsonObject[]
  readonly tags: readonly JsonObject[]
  readonly paths: Readonly<Record<string, JsonObject>>
  readonly components: JsonObject
}

/** An API as its document tells of it: what the declarations of its operations do not say. */
export interface DescribedApi<O extends Operation = Operation> {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly servers: readonly JsonObject[]
  /** Its operations by group, and in a group by their ids. */
  readonly groups: Readonly<Record<string, Readonly<Record<string, O>>>>
  /** What a group is, by its name. */
  readonly groupWords: Readonly<Record<string, string>>
  readonly securitySchemes: JsonObject
  /** Headers that every operation takes, by the names of their components. */
  readonly parameters: JsonObject
  /** Headers of answers, by the names of their components. */
  readonly headers: JsonObject
  /** Answers that several operations share, by the names of their components. */
  readonly responses: JsonObject
  /** What is said of an operation before its fields. */
  readonly head: (operation: O) => JsonObject
  /** What is said of it after them. */
  readonly tail: (operation: O) => JsonObject
  /** The body of an operation that takes a file as it is. */
  readonly fileBody?: (operation: O) => JsonObject | undefined
  /** What it answers; `reply` is left out for an answer without a body. */
  readonly answers: (operation: O, reply: Json | undefined) => JsonObject
}

/**
 * Writes the OpenAPI document of any API whose operations are declared as those of the contract are. The same declarations give the
 * same document, byte for byte.
 *
 * @throws {Error} when an operation places a field that its input does not have, or two different schemas have one title
 * @example
 * const document = describeApi({ title: 'A desk', version: '1.0.0', groups: { batches: { listBatches } }, ...rest })
 */
export function describeApi<O extends Operation>(api: DescribedApi<O>): OpenApiDocument {
  const writer = new SchemaWriter()
  const paths: Record<string, JsonObject> = {}
  for (const [group, operations] of Object.entries(api.groups))
    for (const operation of Object.values(operations))
      paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(api, operation, group, writer) }
  const { title, version, description, servers, groups, groupWords, securitySchemes, parameters, headers, responses } = api
  return {
    openapi: '3.1.1',
    info: { title, version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: servers.map((server) => ({ ...server })),
    tags: Object.keys(groups).map((name) => ({ name, description: groupWords[name] ?? name })),
    paths,
    components: { securitySchemes, parameters, headers, responses, schemas: { Error: errorSchema, ...writer.components } },
  }
}

function describe<O extends Operation>(api: DescribedApi<O>, operation: O, group: string, writer: SchemaWriter): JsonObject {
  const body = api.fileBody?.(operation) ?? requestBody(operation, writer)
  return {
    operationId: operation.id,
    tags: [group],
    summary: operation.summary.en,
    ...api.head(operation),
    parameters: [
      ...placedFields(operation, writer),
      ...Object.keys(api.parameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ],
    ...(body && { requestBody: body }),
    responses: api.answers(operation, operation.reply.type === 'object' ? writer.write(operation.reply) : undefined),
    ...api.tail(operation),
  }
}

function placedFields(operation: Operation, writer: SchemaWriter): Json[] {
  const inPath = pathFields(operation)
  const { required = [] } = operation.input
  const fields = new Map(Object.entries(operation.input.properties))
  const parameter = (name: string, place: 'path' | 'query'): JsonObject => {
    const schema = fields.get(name)
    if (schema === undefined) throw new Error(`${operation.id} places ${name}, which is no field of its input`)
    const movable = operation.either?.includes(name) ?? false
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(movable && { description: 'Also taken from the body; given twice, both must be equal.', 'x-also-in': 'body' }),
      schema: writer.write(schema),
    }
  }
  return [...inPath.map((name) => parameter(name, 'path')), ...operation.query.map((name) => parameter(name, 'query'))]
}

// What is in neither path nor query. Of an upload the file is a part of its own, and all else the part `meta`.
function requestBody(operation: Operation, writer: SchemaWriter): JsonObject | undefined {
  if (!hasBody(operation)) return undefined
  const placed = new Set([...pathFields(operation), ...operation.query])
  const isUpload = operation.encoding === 'multipart'
  const isOwnPart = (name: string) => isUpload && name === 'file'
  const fields = Object.entries(operation.input.properties).filter(([name]) => !placed.has(name) && !isOwnPart(name))
  const required = (operation.input.required ?? []).filter((name) => !placed.has(name) && !isOwnPart(name))
  const { required: _, ...rest } = operation.input
  const properties = Object.fromEntries(fields)
  const schema: Schema = required.length > 0 ? { ...operation.input, properties, required } : { ...rest, properties }
  if (!isUpload) return { required: true, content: { 'application/json': { schema: writer.write(schema) } } }
  const file = { type: 'string', contentMediaType: 'application/octet-stream', description: 'PNG, JPG or BMP, at most 2 MB.' }
  const parts = { type: 'object', required: ['meta', 'file'], properties: { meta: writer.write(schema), file } }
  return { required: true, content: { 'multipart/form-data': { schema: parts } } }
}
