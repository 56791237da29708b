import { check, isRecord } from '../contract/check.ts'
import { compile } from '../contract/compile.ts'
import { type FieldFault, makeFault } from '../contract/field-fault.ts'
import type { Endpoint } from '../contract/operation.ts'
import { fitsSegment } from '../contract/place.ts'
import { text } from '../text.ts'
import { ValidationError } from './error.ts'
import { fileFaults } from './upload.ts'

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
    throw new ValidationError(operation.id, [makeFault('', text({ zh: '字段须放在一个对象中', en: 'the fields must be one object' }))])
  const input: Record<string, unknown> = {}
  for (const [index, name] of names.entries()) if (path[index] !== undefined) input[name] = path[index]
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && !names.includes(name)) input[name] = value
  const faults = new Map<string, FieldFault>()
  for (const fault of [
    ...shapeFaults(operation, fields),
    ...nullFaults(input, ''),
    ...pathFaults(input, names),
    ...fileFaults(operation, input),
    ...check(operation.input, input),
  ]) {
    if (!faults.has(fault.pointer)) faults.set(fault.pointer, fault)
  }
  if (faults.size > 0) throw new ValidationError(operation.id, [...faults.values()])
  return input
}

function shapeFaults(operation: Endpoint, fields: Fields): FieldFault[] {
  const { field } = compile(operation)
  return Object.keys(fields).flatMap((name) => {
    if (field.get(name)?.location === 'url') {
      return [makeFault(`/${name}`, text({ zh: '应作为单独的参数放在对象之前', en: 'comes before the object, as an argument of its own' }))]
    }
    if (field.has(name)) return []
    const known = [...field.keys()]
    return [
      makeFault(
        `/${name}`,
        text({
          zh: `不是该操作的字段；可用字段：${known.join('、')}`,
          en: `is no field of this operation; its fields are ${known.join(', ')}`,
        }),
      ),
    ]
  })
}

function nullFaults(value: unknown, pointer: string): FieldFault[] {
  if (value === null) return [makeFault(pointer, text({ zh: '不能为 null，不需要时请省略', en: 'must not be null; leave it out' }))]
  if (typeof value !== 'object' || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([name, entry]) => nullFaults(entry, `${pointer}/${name}`))
}

function pathFaults(input: Fields, names: readonly string[]): FieldFault[] {
  return names.flatMap((name) => {
    const value = input[name]
    return typeof value === 'string' && !fitsSegment(value)
      ? [makeFault(`/${name}`, text({ zh: '不能是 . 或 ..：URL 无法携带', en: 'cannot be . or ..: no URL can carry it' }))]
      : []
  })
}
