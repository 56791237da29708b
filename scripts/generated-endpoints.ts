import { contract, type Endpoint, type Schema } from '../packages/sdk/src/contract/index.ts'

/**
 * The endpoints as the client needs them: without words, answers reduced to what is sealed in them, each schema that several
 * fields have once. Bundles of the client hold this in place of the contract.
 */
export function endpointsFile(head: string): string {
  const shelf = new Shelf()
  const groups = Object.entries(contract).map(([group, methods]) => {
    const endpoints = Object.entries<Endpoint>(methods).map(([method, endpoint]) => `${method}: ${endpointOf(endpoint, shelf)}`)
    return `${group}: {\n${endpoints.join(',\n')}\n}`
  })
  const names = Object.entries(contract).map(
    ([group, methods]) =>
      `readonly ${group}: { ${Object.keys(methods)
        .map((method) => `readonly ${method}: Endpoint`)
        .join('; ')} }`,
  )
  const body = `/** Every endpoint, grouped as the client offers them. */
export const endpoints: {\n${names.join('\n')}\n} = {\n${groups.join(',\n')}\n}\n`
  return `${head}import type { Endpoint } from '../contract/operation.ts'
import { fields, type Schema } from '../contract/schema.ts'

${shelf.declarations}

${body}`
}

function endpointOf(
  { id, method, path, query, either, per_second, repeat, brand_direct, encoding, bodyless, input, reply }: Endpoint,
  shelf: Shelf,
): string {
  const facts = { id, method, path, query, either, per_second, repeat, brand_direct, encoding, bodyless }
  const entries = Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`]))
  return `{ ${entries.join(', ')}, input: ${objectOf(input, shelf)}, reply: ${shelf.take(sealedPart(reply) ?? { type: 'object' })} }`
}

/** What an answer has to be known by: what is sealed in it, and that it is a page. */
function sealedPart(schema: Schema): Schema | undefined {
  if (schema['x-sealed']) return { 'x-sealed': true }
  if (schema.items !== undefined) {
    const items = sealedPart(schema.items)
    return items && { items }
  }
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]): [string, Schema][] => {
    const part = sealedPart(property) ?? (name === 'data' ? {} : undefined)
    return part ? [[name, part]] : []
  })
  return properties.length > 0 ? { type: 'object', properties: Object.fromEntries(properties) } : undefined
}

/** The call that makes an object: what must be there, what may be absent, and marks. */
function objectOf(
  { type: _, properties = {}, required = [], title: ___, description: ____, '~about': _about, '~optional': _optional, ...marks }: Schema,
  shelf: Shelf,
): string {
  const fields = Object.entries(properties).map(([name, property]) => ({ name, source: `${name}: ${shelf.take(property)}` }))
  const groups = [true, false].map((wanted) => {
    const sources = fields.flatMap(({ name, source }) => (required.includes(name) === wanted ? [source] : []))
    return `{ ${sources.join(', ')} }`
  })
  const rest = Object.keys(marks).length > 0 ? [JSON.stringify(marks)] : []
  const given = [...groups, ...rest]
  return `fields(${given.at(-1) === '{  }' ? given[0] : given.join(', ')})`
}

/** Schemas as constants, each once. */
class Shelf {
  readonly #names = new Map<string, string>()

  get declarations(): string {
    return [...this.#names]
      .map(([source, name]) => `const ${name}: ${source.startsWith('fields(') ? '' : 'Schema'} = ${source}`.replace(':  =', ' ='))
      .join('\n')
  }

  take(schema: Schema): string {
    const { title: _, description: __, '~about': ___, '~optional': ____, ...keywords } = schema
    const source = this.#write(keywords)
    const name = this.#names.get(source) ?? `s${this.#names.size}`
    this.#names.set(source, name)
    return name
  }

  #write(schema: Schema): string {
    if (schema.type === 'object' && schema.properties !== undefined) return objectOf(schema, this)
    const { items, ...keywords } = schema
    const entries = Object.entries(keywords).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    if (items !== undefined) entries.push(`items: ${this.take(items)}`)
    return `{ ${entries.join(', ')} }`
  }
}
