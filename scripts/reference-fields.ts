import type { Operation } from '../packages/sdk/src/contract/index.ts'

type TSchema = Operation['reply']

/** What the pages read of a schema. */
interface Shape {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
  readonly items?: TSchema
  readonly description?: string
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly 'x-sealed'?: boolean
  readonly 'x-required-when'?: readonly { readonly required: string; readonly when: string; readonly is: unknown }[]
}

/** One line of a table of fields. */
export interface Field {
  /** Dotted; `[]` stands for each entry of a list. */
  readonly name: string
  readonly type: string
  readonly required: string
  readonly description: string
}

/** All fields of an object schema, nested ones below their parents. */
export function fieldsOf(schema: TSchema, prefix = ''): Field[] {
  const { properties = {}, required = [], 'x-required-when': conditions = [] }: Shape = schema
  return Object.entries(properties).flatMap(([name, property]) => {
    const condition = conditions.find((one) => one.required === name)
    const when = condition === undefined ? '' : `when \`${condition.when}\` is \`${String(condition.is)}\``
    return fieldAndBelow(`${prefix}${name}`, property, required.includes(name) ? 'yes' : when)
  })
}

function fieldAndBelow(name: string, schema: TSchema, required: string): Field[] {
  const { description = '', items, 'x-sealed': sealed }: Shape = schema
  const words = [description, sealed ? 'Travels encrypted.' : ''].filter(Boolean).join(' ')
  const own = { name, type: typeOf(schema), required, description: words }
  const below = items === undefined ? fieldsOf(schema, `${name}.`) : listed(name, items)
  return [own, ...below]
}

function listed(name: string, items: TSchema): Field[] {
  const { properties }: Shape = items
  return properties === undefined ? [] : fieldsOf(items, `${name}[].`)
}

function typeOf(schema: TSchema): string {
  const shape: Shape = schema
  if (shape.enum !== undefined) return shape.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (shape.const !== undefined) return `\`${String(shape.const)}\``
  if (shape.items !== undefined) return `list${range(shape.minItems, shape.maxItems)} of ${typeOf(shape.items)}`
  if (shape.type === 'string') {
    const form = shape.format === undefined ? '' : `, ${shape.format}`
    const pattern = shape.pattern === undefined ? '' : `, \`${shape.pattern.replaceAll('|', '\\|')}\``
    return `string${range(shape.minLength, shape.maxLength)}${form}${pattern}`
  }
  if (shape.type === 'integer' || shape.type === 'number') return `${shape.type}${range(shape.minimum, shape.maximum)}`
  return shape.type ?? 'any'
}

function range(from: number | undefined, to: number | undefined): string {
  if (to === Number.MAX_SAFE_INTEGER) return from === undefined ? '' : `(${from} or more)`
  if (from === undefined && to === undefined) return ''
  if (from === undefined || from === to) return `(${to})`
  return to === undefined ? `(${from} or more)` : `(${from} to ${to})`
}
