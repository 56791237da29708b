import { type Endpoint, pathFields, type Schema } from '../packages/sdk/src/contract/index.ts'
import { type LocalizedText, text } from '../packages/sdk/src/text.ts'

/** The interfaces of titled shapes, by name, in the order in which they are needed. */
export class TypeWriter {
  readonly #written = new Map<string, string>()
  readonly #readonly: string
  readonly #enum: string

  /**
   * @param owner whose the values are: what a caller gives is never changed, so it may be read-only
   * @param values `open` where values may come that the contract does not know yet
   */
  constructor(owner: 'caller' | 'client', values: 'closed' | 'open' = 'closed') {
    this.#readonly = owner === 'caller' ? 'readonly ' : ''
    this.#enum = values === 'open' ? ' | (string & Record<never, never>)' : ''
  }

  /** Every interface that was named so far. */
  get interfaces(): ReadonlyMap<string, string> {
    return this.#written
  }

  /** The type of a schema's values; shapes with a title are written on the way. */
  typeOf(schema: Schema): string {
    const { title, type, items } = schema
    if (schema['x-file']) return 'Uint8Array'
    if (schema.enum !== undefined) return `${schema.enum.map((value) => `'${value}'`).join(' | ')}${this.#enum}`
    if (schema.const !== undefined) return JSON.stringify(schema.const)
    if (items !== undefined) return `${this.#readonly}${inParentheses(this.typeOf(items))}[]`
    if (type === 'integer') return 'number'
    if (type !== 'object') return type ?? 'unknown'
    if (title === undefined) throw new Error(`a shape has no title: ${Object.keys(schema.properties ?? {}).join(', ')}`)
    this.write(title, schema)
    return title
  }

  /** Writes an interface of a shape's fields, but for those that are left out. */
  write(name: string, schema: Schema, leftOut: readonly string[] = []): void {
    if (this.#written.has(name)) return
    const { properties = {}, required = [], 'x-required-when': conditions = [] } = schema
    const fields = Object.entries(properties).filter(([field]) => !leftOut.includes(field))
    const lines = fields.map(([field, property]) => {
      const when = conditions.filter((condition) => condition.required === field)
      const needed = when.map(({ when: other, is }) => text({ zh: `${other} 为 ${is} 时必填。`, en: `Required when ${other} is ${is}.` }))
      return `${comment(described(property), ...limitsOf(property), ...needed)}${this.#readonly}${field}${required.includes(field) ? '' : '?'}: ${this.typeOf(property)}`
    })
    this.#written.set(name, `${comment(described(schema))}export interface ${name} {\n${lines.join('\n')}\n}`)
  }
}

/** The schema of what a method takes in its object: all but the path parameters, and a list's page as it likes. */
export function methodInput(endpoint: Endpoint): Schema {
  const { input } = endpoint
  const path = pathFields(endpoint)
  const properties = Object.entries(input.properties).filter(([name]) => !path.includes(name))
  const loose = endpoint.reply.properties?.data === undefined ? path : [...path, 'offset', 'limit']
  const required = (input.required ?? []).filter((name) => !loose.includes(name))
  return { ...input, properties: Object.fromEntries(properties), required }
}

function described({ '~about': about, description }: Schema): LocalizedText | undefined {
  const said = about ?? description
  return typeof said === 'string' ? text({ zh: said, en: said }) : said
}

function limitsOf(schema: Schema): LocalizedText[] {
  const { type, format, minLength, maxLength, minimum, maximum, minItems, maxItems } = schema
  if (schema['x-sealed'])
    return [
      text({
        zh: '1 至 214 字节（UTF-8），传输时加密，此处为明文。',
        en: '1 to 214 bytes of UTF-8; travels encrypted, plaintext here.',
      }),
    ]
  if (format === 'date-time') return [text({ zh: 'RFC 3339 时间，例如 2026-05-20T13:29:35+08:00。', en: 'RFC 3339.' })]
  if (type === 'string' && maxLength !== undefined) return [counted(minLength, maxLength, ' 个字符', 'character')]
  if (type === 'array' && (minItems ?? maxItems) !== undefined) return [counted(minItems, maxItems, ' 项', 'entry')]
  if (type === 'integer' && minimum !== undefined)
    return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
      ? [text({ zh: `整数，不小于 ${minimum}。`, en: `Whole number, at least ${minimum}.` })]
      : [text({ zh: `整数，${minimum} 至 ${maximum}。`, en: `Whole number, ${minimum} to ${maximum}.` })]
  return []
}

function counted(least = 0, most: number | undefined, zh: string, one: 'character' | 'entry'): LocalizedText {
  const many = one === 'entry' ? 'entries' : 'characters'
  if (most === undefined) return text({ zh: `至少 ${least}${zh}。`, en: `At least ${least} ${least === 1 ? one : many}.` })
  const unit = most === 1 ? one : many
  if (least === 0) return text({ zh: `最多 ${most}${zh}。`, en: `At most ${most} ${unit}.` })
  return text({ zh: `${least} 至 ${most}${zh}。`, en: `${least} to ${most} ${unit}.` })
}

function comment(...said: readonly (LocalizedText | undefined)[]): string {
  const known = said.filter((one) => one !== undefined)
  if (known.length === 0) return ''
  return `/**\n * ${known.map(({ 'zh-CN': zh }) => zh).join('')}\n *\n * ${known.map(({ en }) => en).join(' ')}\n */\n`
}

function inParentheses(type: string): string {
  return type.includes(' | ') ? `(${type})` : type
}
