import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/schema'
import { type LocalizedText, text } from '../text.ts'
import { conditionsOf, isSealed } from './field.ts'
import { type FieldFault, makeFault } from './field-fault.ts'
import { describeIssue } from './issue.ts'
import { itemSchema, propertySchemas } from './shape.ts'
import { parseTime } from './time.ts'

const supplementary = /[\u{10000}-\u{10FFFF}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u
const encoder = new TextEncoder()
const sealedLimit = 214

type Note = (pointer: string, issue: LocalizedText) => void

const validators = new WeakMap<TSchema, Validator>()

/**
 * Checks a value against a schema and names every wrong field at once. Beyond JSON Schema it checks what the API asks
 * of every text (no NUL, no character that needs 4 bytes in UTF-8), of sealed fields (214 bytes) and of conditional fields.
 */
export function check(schema: TSchema, value: unknown): FieldFault[] {
  const validator = validators.get(schema) ?? remember(schema)
  const faults = new Map<string, FieldFault>()
  const note: Note = (pointer, issue) => {
    if (!faults.has(pointer)) faults.set(pointer, makeFault(pointer, issue))
  }
  if (!validator.Check(value)) {
    for (const error of validator.Errors(value)[1]) {
      // Beside each unknown key that `additionalProperties` names, the key itself fails against the schema `false`.
      if (error.keyword === 'boolean') continue
      if (error.keyword === 'required')
        for (const name of error.params.requiredProperties) note(`${error.instancePath}/${name}`, text({ zh: '必填', en: 'is required' }))
      else note(error.instancePath, describeIssue(error))
    }
  }
  walk(schema, value, '', note)
  return [...faults.values()]
}

function remember(schema: TSchema): Validator {
  const validator = Compile(schema)
  validators.set(schema, validator)
  return validator
}

function walk(schema: TSchema, value: unknown, pointer: string, note: Note): void {
  if (typeof value === 'string') checkText(schema, value, pointer, note)
  else if (Array.isArray(value)) {
    const item = itemSchema(schema)
    if (item) for (const [index, entry] of value.entries()) walk(item, entry, `${pointer}/${index}`, note)
  } else if (isRecord(value)) {
    for (const [name, property] of propertySchemas(schema))
      if (value[name] !== undefined) walk(property, value[name], `${pointer}/${name}`, note)
    for (const { required, when, is } of conditionsOf(schema)) {
      if (value[required] === undefined && valueAt(value, when) === is)
        note(`${pointer}/${required}`, text({ zh: `当 ${when} 为 ${is} 时必填`, en: `is required when ${when} is ${is}` }))
    }
    checkOrder(schema, value, pointer, note)
  }
}

function checkText(schema: TSchema, value: string, pointer: string, note: Note): void {
  if (value.includes('\0')) note(pointer, text({ zh: '含有 NUL 字符', en: 'contains a NUL character' }))
  if (supplementary.test(value))
    note(
      pointer,
      text({ zh: '含有 UTF-8 中占 4 字节的字符，例如表情符号', en: 'contains a character of 4 bytes in UTF-8, such as an emoji' }),
    )
  if (isSealed(schema) && encoder.encode(value).length > sealedLimit)
    note(pointer, text({ zh: `以 UTF-8 计超过 ${sealedLimit} 字节`, en: `is longer than ${sealedLimit} bytes in UTF-8` }))
  if ('format' in schema && schema.format === 'date-time' && parseTime(value) === undefined)
    note(pointer, text({ zh: '不是有效时间，例如 2026-05-20T13:29:35+08:00', en: 'is not a time such as 2026-05-20T13:29:35+08:00' }))
}

function checkOrder(schema: TSchema, value: Record<string, unknown>, pointer: string, note: Note): void {
  const marked: { readonly 'x-ordered'?: readonly string[] } = schema
  const [early, late] = marked['x-ordered'] ?? []
  if (early === undefined || late === undefined) return
  const begin = timeOf(value[early])
  const end = timeOf(value[late])
  if (begin !== undefined && end !== undefined && begin >= end)
    note(`${pointer}/${late}`, text({ zh: `应晚于 ${early}`, en: `must be after ${early}` }))
}

function timeOf(value: unknown): number | undefined {
  return typeof value === 'string' ? parseTime(value) : undefined
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), value)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
