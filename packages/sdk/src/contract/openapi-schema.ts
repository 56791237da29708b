import type { LocalizedText } from '../text.ts'
import { isRecord } from './check.ts'
import type { Json, JsonObject } from './json.ts'
import type { Condition, Schema } from './schema.ts'

/**
 * Schemas of the contract as an OpenAPI document shows them: what travels. Sealed fields are their ciphertext, and a
 * schema with a title is once, among the components, and is referred to everywhere else.
 */
export class SchemaWriter {
  readonly #written = new Map<string, Json>()

  /** Every titled schema written so far, by title in alphabetical order. */
  get components(): JsonObject {
    return Object.fromEntries([...this.#written].sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  write(schema: Schema): Json {
    const { title } = schema
    const fields = this.#fields(schema)
    if (title === undefined) return fields
    const known = this.#written.get(title) ?? fields
    if (JSON.stringify(known) !== JSON.stringify(fields)) throw new Error(`two different schemas are titled ${title}`)
    this.#written.set(title, known)
    const $ref = `#/components/schemas/${title}`
    return schema['~about'] ? { $ref, description: inBoth(schema['~about']) } : { $ref }
  }

  // `~` names what only TypeScript and the builder know.
  #fields({ description, ...keywords }: Schema): JsonObject {
    const schema = description === undefined ? keywords : { ...keywords, description: inBoth(description) }
    const entries = Object.entries(schema).filter(([name, value]) => !name.startsWith('~') && value !== undefined)
    const written = Object.fromEntries(entries.map(([name, value]) => [name, this.#keyword(name, value)]))
    const typed = 'type' in written || !isTextEnum(written.enum) ? written : { type: 'string', ...written }
    return schema['x-sealed'] ? sealed(typed) : withConditions(typed, schema['x-required-when'] ?? [])
  }

  #keyword(name: string, value: unknown): Json {
    if (name === 'properties' && isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, property]) => [key, this.#nested(property)]))
    if (name === 'items' || name === 'additionalProperties') return this.#nested(value)
    if (/^(any|all|one)Of$/.test(name) && Array.isArray(value)) return value.map((member) => this.#nested(member))
    return toJson(value)
  }

  #nested(schema: unknown): Json {
    return isRecord(schema) ? this.write(schema) : toJson(schema)
  }
}

function inBoth(description: string | LocalizedText): string {
  return typeof description === 'string' ? description : `${description['zh-CN']} ${description.en}`
}

/** A copy in plain JSON; what JSON cannot write is a mistake in a declaration. */
export function toJson(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return value.map(toJson)
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, toJson(entry)]))
  throw new Error(`a declaration holds a ${typeof value}, which JSON cannot write`)
}

function isTextEnum(values: Json | undefined): boolean {
  return Array.isArray(values) && values.every((value) => typeof value === 'string')
}

function sealed({ minLength = 1, maxLength = 214, description = '', ...rest }: JsonObject): JsonObject {
  const plain = `its plaintext has ${minLength} to ${maxLength} bytes of UTF-8`
  return {
    ...rest,
    maxLength: 512,
    contentEncoding: 'base64',
    description: `${description} Travels encrypted (RSAES-OAEP with SHA-1, base64); ${plain}.`.trim(),
  }
}

function withConditions(schema: JsonObject, conditions: readonly Condition[]): JsonObject {
  if (conditions.length === 0) return schema
  const sentences = conditions.map(({ required, when, is }) => `\`${required}\` is required when \`${when}\` is \`${is}\`.`)
  return { ...schema, description: [schema.description, ...sentences].filter((text) => text !== undefined).join(' ') }
}
