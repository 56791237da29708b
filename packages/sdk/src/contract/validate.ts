import type { LocalizedText } from '../text.ts'
import { type CompiledSchema, compileSchema, pointerTo } from './compiled-schema.ts'
import { issues } from './issue.ts'
import type { Schema } from './schema.ts'
import { parseTime } from './time.ts'

/** Takes one issue of the value at a JSON Pointer. */
export type Note = (pointer: string, issue: LocalizedText) => void

/**
 * Whether a value is what a schema describes, by the keywords of JSON Schema alone; what the API asks of texts beyond them is
 * for `check`.
 */
export function matches<T>(schema: Schema<T>, value: unknown): value is T {
  let matched = true
  validate(compileSchema(schema), value, '', () => {
    matched = false
  })
  return matched
}

/** Checks a value against the keywords of JSON Schema, and notes every issue. */
export function validate(node: CompiledSchema, value: unknown, pointer: string, note: Note): void {
  const { schema, anyOf } = node
  if (schema.type !== undefined && !isOfType(schema.type, value)) note(pointer, issues.type(schema.type))
  if (typeof value === 'string') validateText(node, value, pointer, note)
  else if (typeof value === 'number' && Number.isFinite(value)) validateNumber(node, value, pointer, note)
  else if (Array.isArray(value)) validateArray(node, value, pointer, note)
  else if (isRecord(value)) validateObject(node, value, pointer, note)
  if (schema.const !== undefined && value !== schema.const) note(pointer, issues.const(schema.const))
  if (schema.enum !== undefined && !schema.enum.some((one) => one === value)) note(pointer, issues.enum(schema.enum))
  if (anyOf.length > 0) validateAny(anyOf, value, pointer, note)
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return Number.isFinite(value)
    case 'null':
      return value === null
    default:
      return typeof value === type
  }
}

function validateObject({ schema, steps, property, others }: CompiledSchema, value: Fields, pointer: string, note: Note): void {
  if (schema.required) for (const name of schema.required) if (!Object.hasOwn(value, name)) note(`${pointer}/${name}`, issues.required())
  if (schema.additionalProperties !== undefined) {
    const unknown = Object.keys(value).filter((name) => !property.has(name))
    if (others !== undefined) for (const name of unknown) validate(others, value[name], `${pointer}${pointerTo(name)}`, note)
    else if (unknown.length > 0) note(pointer, issues.additionalProperties(unknown))
  }
  for (const { name, property: node, pointer: step, required } of steps) {
    const entry = value[name]
    if ((entry !== undefined || required) && Object.hasOwn(value, name)) validate(node, entry, pointer + step, note)
  }
}

function validateArray({ schema, items }: CompiledSchema, value: readonly unknown[], pointer: string, note: Note): void {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema
  if (items !== undefined) for (const [index, entry] of value.entries()) validate(items, entry, `${pointer}/${index}`, note)
  if (value.length < minItems) note(pointer, issues.minItems(minItems))
  if (value.length > maxItems) note(pointer, issues.maxItems(maxItems))
  // Compared as they travel.
  if (schema.uniqueItems && new Set(value.map((entry) => JSON.stringify(entry))).size < value.length) note(pointer, issues.uniqueItems())
}

function validateText({ schema, pattern }: CompiledSchema, value: string, pointer: string, note: Note): void {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  if (value.length < minLength * 2 && isShorter(value, minLength)) note(pointer, issues.minLength(minLength))
  if (value.length > maxLength && !isShorter(value, maxLength + 1)) note(pointer, issues.maxLength(maxLength))
  if (schema.format !== undefined && parseTime(value) === undefined) note(pointer, issues.format(schema.format))
  if (pattern !== undefined && !pattern.test(value)) note(pointer, issues.pattern(schema.pattern))
}

// Counted in code points, and no further than the length asked for.
function isShorter(value: string, length: number): boolean {
  if (value.length >= length * 2) return false
  if (value.length < length) return true
  let count = 0
  for (const _ of value) count++
  return count < length
}

function validateNumber({ schema }: CompiledSchema, value: number, pointer: string, note: Note): void {
  const { exclusiveMinimum, minimum, maximum } = schema
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) note(pointer, issues.bound('>', exclusiveMinimum))
  if (minimum !== undefined && value < minimum) note(pointer, issues.bound('>=', minimum))
  if (maximum !== undefined && value > maximum) note(pointer, issues.bound('<=', maximum))
}

function validateAny(anyOf: readonly CompiledSchema[], value: unknown, pointer: string, note: Note): void {
  const noted: Parameters<Note>[] = []
  for (const node of anyOf) {
    const before = noted.length
    validate(node, value, pointer, (...issue) => noted.push(issue))
    if (noted.length === before) return
  }
  for (const issue of noted) note(...issue)
  note(pointer, issues.anyOf())
}

/** An object with any properties. */
export type Fields = Readonly<Record<string, unknown>>

/** Whether a value is an object and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
