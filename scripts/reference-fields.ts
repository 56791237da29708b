import type { Schema } from '../packages/sdk/src/contract/index.ts'

/** One line of a table of fields. */
export interface Field {
  /** Dotted; `[]` stands for each entry of a list. */
  readonly name: string
  readonly type: string
  readonly required: string
  readonly description: string
}

/** All fields of an object schema, nested ones below their parents. */
export function fieldsOf(schema: Schema, prefix = ''): Field[] {
  const { properties = {}, required = [], 'x-required-when': conditions = [] } = schema
  return Object.entries(properties).flatMap(([name, property]) => {
    const condition = conditions.find((one) => one.required === name)
    const when = condition === undefined ? '' : `when \`${condition.when}\` is \`${String(condition.is)}\``
    return fieldAndBelow(`${prefix}${name}`, property, required.includes(name) ? 'yes' : when)
  })
}

function fieldAndBelow(name: string, schema: Schema, required: string): Field[] {
  const { items, 'x-sealed': sealed } = schema
  const words = [descriptionOf(schema), sealed ? 'Travels encrypted.' : ''].filter(Boolean).join(' ')
  const own = { name, type: typeOf(schema), required, description: words }
  const below = items === undefined ? fieldsOf(schema, `${name}.`) : listed(name, items)
  return [own, ...below]
}

function listed(name: string, items: Schema): Field[] {
  const { properties } = items
  return properties === undefined ? [] : fieldsOf(items, `${name}[].`)
}

function descriptionOf({ '~about': about, description = '' }: Schema): string {
  const said = about ?? description
  return typeof said === 'string' ? said : `${said['zh-CN']} ${said.en}`
}

function typeOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.items !== undefined) return `list${range(schema.minItems, schema.maxItems)} of ${typeOf(schema.items)}`
  if (schema.type === 'string') {
    const form = schema.format === undefined ? '' : `, ${schema.format}`
    const pattern = schema.pattern === undefined ? '' : `, \`${schema.pattern.replaceAll('|', '\\|')}\``
    return `string${range(schema.minLength, schema.maxLength)}${form}${pattern}`
  }
  if (schema.type === 'integer' || schema.type === 'number') return `${schema.type}${range(schema.minimum, schema.maximum)}`
  return schema.type ?? 'any'
}

function range(from: number | undefined, to: number | undefined): string {
  if (to === Number.MAX_SAFE_INTEGER) return from === undefined ? '' : `(${from} or more)`
  if (from === undefined && to === undefined) return ''
  if (from === undefined || from === to) return `(${to})`
  return to === undefined ? `(${from} or more)` : `(${from} to ${to})`
}
