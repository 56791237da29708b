import { check, isRecord } from '../contract/check.ts'
import { compile } from '../contract/compile.ts'
import type { Endpoint } from '../contract/operation.ts'
import { fitsSegment } from '../contract/place.ts'
import { makeIssue, type ValidationIssue } from '../contract/validation-issue.ts'
import { hintOf } from '../protocol/nearest.ts'
import { text } from '../text.ts'
import { ValidationError } from './error.ts'
import { fileIssues } from './upload.ts'

/** A flat input. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * Puts the positional path parameters and the object of the other fields together.
 *
 * @throws {ValidationError} naming every wrong field at once
 */
export function readInput(operation: Endpoint, path: readonly unknown[], rest: unknown): Fields {
  const { path: names } = compile(operation)
  const fields = rest === undefined ? {} : rest
  if (!isRecord(fields))
    throw new ValidationError(operation.id, [makeIssue('', text({ zh: '字段须放在一个对象中', en: 'the fields must be one object' }))])
  const input: Record<string, unknown> = {}
  for (const [index, name] of names.entries()) if (path[index] !== undefined) input[name] = path[index]
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && !names.includes(name)) input[name] = value
  const issues = new Map<string, ValidationIssue>()
  for (const issue of [
    ...shapeIssues(operation, fields),
    ...nullIssues(input, ''),
    ...pathIssues(input, names),
    ...fileIssues(operation, input),
    ...check(operation.input, input),
  ]) {
    if (!issues.has(issue.pointer)) issues.set(issue.pointer, issue)
  }
  if (issues.size > 0) throw new ValidationError(operation.id, [...issues.values()])
  return input
}

function shapeIssues(operation: Endpoint, fields: Fields): ValidationIssue[] {
  const { field } = compile(operation)
  return Object.keys(fields).flatMap((name) => {
    if (field.get(name)?.location === 'url') {
      return [makeIssue(`/${name}`, text({ zh: '应作为单独的参数放在对象之前', en: 'comes before the object, as an argument of its own' }))]
    }
    if (field.has(name)) return []
    const hint = hintOf(name, [...field.keys()])
    return [makeIssue(`/${name}`, text({ zh: `不是该操作的字段；${hint['zh-CN']}`, en: `is no field of this operation; ${hint.en}` }))]
  })
}

function nullIssues(value: unknown, pointer: string): ValidationIssue[] {
  if (value === null) return [makeIssue(pointer, text({ zh: '不能为 null，不需要时请省略', en: 'must not be null; leave it out' }))]
  if (typeof value !== 'object' || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([name, entry]) => nullIssues(entry, `${pointer}/${name}`))
}

function pathIssues(input: Fields, names: readonly string[]): ValidationIssue[] {
  return names.flatMap((name) => segmentIssues(`/${name}`, input[name]))
}

/** The issue of a value that no path can have as a segment. */
export function segmentIssues(pointer: string, value: unknown): ValidationIssue[] {
  if (typeof value !== 'string' || fitsSegment(value)) return []
  return [makeIssue(pointer, text({ zh: '不能是 . 或 ..：URL 无法携带', en: 'cannot be . or ..: no URL can carry it' }))]
}
