export { isRecord } from './validate.ts'

import { type CompiledSchema, compileSchema } from './compiled-schema.ts'
import { issues } from './issue.ts'
import type { Schema } from './schema.ts'
import { parseTime } from './time.ts'
import { type Fields, isRecord, type Note, validate } from './validate.ts'
import { makeIssue, type ValidationIssue } from './validation-issue.ts'

const supplementary = /[\u{10000}-\u{10FFFF}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u
const encoder = new TextEncoder()
const sealedLimit = 214

/**
 * Checks a value against a schema and names every wrong field at once. Beyond JSON Schema it checks what the API asks
 * of every text (no NUL, no character that needs 4 bytes in UTF-8 unless the schema says so), of sealed fields (214 bytes) and of conditional fields.
 */
export function check(schema: Schema, value: unknown): ValidationIssue[] {
  const node = compileSchema(schema)
  const found = new Map<string, ValidationIssue>()
  const note: Note = (pointer, issue) => {
    if (!found.has(pointer)) found.set(pointer, makeIssue(pointer, issue))
  }
  validate(node, value, '', note)
  walk(node, value, '', note)
  return [...found.values()]
}

function walk(node: CompiledSchema, value: unknown, pointer: string, note: Note): void {
  if (typeof value === 'string') checkText(node.schema, value, pointer, note)
  else if (Array.isArray(value)) {
    if (node.items) for (const [index, entry] of value.entries()) walk(node.items, entry, `${pointer}/${index}`, note)
  } else if (isRecord(value)) {
    for (const [name, property] of node.properties) if (value[name] !== undefined) walk(property, value[name], `${pointer}/${name}`, note)
    for (const { required, when, is } of node.schema['x-required-when'] ?? []) {
      if (value[required] === undefined && valueAt(value, when) === is) note(`${pointer}/${required}`, issues.requiredWhen(when, is))
    }
    checkOrder(node.schema, value, pointer, note)
  }
}

function checkText(schema: Schema, value: string, pointer: string, note: Note): void {
  if (value.includes('\0')) note(pointer, issues.nul())
  if (!schema['x-any-character'] && supplementary.test(value)) note(pointer, issues.supplementary())
  if (schema['x-sealed'] && encoder.encode(value).length > sealedLimit) note(pointer, issues.sealedLength(sealedLimit))
}

function checkOrder(schema: Schema, value: Fields, pointer: string, note: Note): void {
  const [early, late] = schema['x-ordered'] ?? []
  if (early === undefined || late === undefined) return
  const begin = timeOf(value[early])
  const end = timeOf(value[late])
  if (begin !== undefined && end !== undefined && begin >= end) note(`${pointer}/${late}`, issues.after(early))
}

function timeOf(value: unknown): number | undefined {
  return typeof value === 'string' ? parseTime(value) : undefined
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), value)
}
