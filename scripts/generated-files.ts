import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  brandDirectVariant,
  contract,
  type Endpoint,
  events,
  operations,
  pathFields,
  type Schema,
} from '../packages/sdk/src/contract/index.ts'
import { text } from '../packages/sdk/src/text.ts'
import { endpointsFile } from './generated-endpoints.ts'
import { methodInput, TypeWriter } from './generated-types.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const made = '// Made from the contract by `npm run generate`; a test compares the two.\n'

const groupWords = {
  cards: ['会员卡模板。', 'Card templates.'],
  userCards: ['用户会员卡。', "Members' cards."],
  tokens: ['打开组件的预授权 token。', 'Tokens that open a component.'],
  feeds: ['会员动态。', "Members' feeds."],
  points: ['会员积分。', "Members' points."],
  activities: ['入会有礼活动。', 'Membership activities.'],
  images: ['图片。', 'Images.'],
} as const satisfies Record<keyof typeof contract, readonly [string, string]>

/** Every file of the SDK that is made from the contract, by its path from the root of the repository. */
export function generatedFiles(): Map<string, string> {
  const shared = new TypeWriter('caller')
  const inputs = new TypeWriter('caller')
  for (const operation of operations) {
    const { properties = {} } = methodInput(operation)
    for (const property of Object.values(properties)) shared.typeOf(property)
    const { summary, id } = operation
    const description = text({ zh: `${summary['zh-CN']}：参数。`, en: `${summary.en}: the input of ${id}.` })
    inputs.write(inputName(operation), { ...methodInput(operation), description })
  }
  const answers = new TypeWriter('client')
  for (const { reply } of operations) answers.typeOf(reply)
  const told = new TypeWriter('client', 'open')
  for (const { resource, always } of Object.values(events)) told.typeOf(eventShape(resource, always))
  const files = {
    'packages/sdk/src/types/shared.ts': sourceOf([], interfacesOf(shared)),
    'packages/sdk/src/types/inputs.ts': sourceOf(['./shared.ts', shared], [...without(inputs, shared), ...operations.flatMap(brandInput)]),
    'packages/sdk/src/types/answers.ts': sourceOf(['./shared.ts', shared], without(answers, shared)),
    'packages/sdk/src/types/events.ts': sourceOf(['./shared.ts', shared], without(told, shared)),
    'packages/sdk/src/client/methods.ts': methodsFile(),
    'packages/sdk/src/client/endpoints.ts': endpointsFile(made),
  }
  return new Map(Object.entries(files).map(([path, source]) => [path, formatted(path, source)]))
}

function eventShape(resource: Schema, always: readonly string[]): Schema {
  return { ...resource, required: always }
}

function interfacesOf(writer: TypeWriter): string[] {
  return [...writer.interfaces.values()]
}

function without(writer: TypeWriter, shared: TypeWriter): string[] {
  return [...writer.interfaces].flatMap(([name, source]) => (shared.interfaces.has(name) ? [] : [source]))
}

function sourceOf([file, shared]: readonly [string, TypeWriter] | readonly [], declarations: readonly string[]): string {
  const body = declarations.join('\n\n')
  const used = [...(shared?.interfaces.keys() ?? [])].filter((name) => new RegExp(`: (readonly )?${name}\\b`).test(body))
  return `${made}${used.length > 0 ? `import type { ${used.join(', ')} } from '${file}'\n` : ''}\n${body}\n`
}

function inputName({ id }: Endpoint): string {
  return `${id.slice(0, 1).toUpperCase()}${id.slice(1)}Input`
}

function brandInput(operation: Endpoint): string[] {
  if (brandDirectVariant(operation) === undefined || operation.input.properties.brand_id === undefined) return []
  const name = inputName(operation)
  return [
    `/** ${name} 的品牌直连形式，无 brand_id。 The same for a brand that calls for itself. */\nexport type Brand${name} = Omit<${name}, 'brand_id'>`,
  ]
}

function methodsFile(): string {
  const docs = methodDocs()
  const names = new Set<string>()
  const interfaces = Object.entries(contract).flatMap(([group, methods]) => {
    const [zh, en] = groupWords[group as keyof typeof groupWords]
    return (['', 'Brand'] as const).flatMap((variant) => {
      const offered = Object.entries<Endpoint>(methods).filter(([, operation]) => variant === '' || operation.brand_direct !== false)
      if (offered.length === 0) return []
      const extras = group === 'userCards' ? ` extends UserCardExtras<${variant}InvalidateUserCardInput>` : ''
      const signatures = offered.map(([method, operation]) => signatureOf(group, method, operation, variant, docs, names))
      return [`/** ${zh} ${en} */\nexport interface ${interfaceName(group, variant)}${extras} {\n${signatures.join('\n')}\n}`]
    })
  })
  const groupsOf = (variant: '' | 'Brand') =>
    Object.entries(contract).flatMap(([group, methods]) => {
      const [zh, en] = groupWords[group as keyof typeof groupWords]
      const offered = Object.values<Endpoint>(methods).some(({ brand_direct }) => variant === '' || brand_direct !== false)
      return offered ? [`/** ${zh} ${en} */\nreadonly ${group}: ${interfaceName(group, variant)}`] : []
    })
  const inputs = [...names].filter((name) => name.endsWith('Input')).sort()
  const answers = [...names].filter((name) => !name.endsWith('Input')).sort()
  return `${made}import type { ${answers.join(', ')} } from '../types/answers.ts'
import type { ${inputs.join(', ')} } from '../types/inputs.ts'
import type { UserCardExtras } from './invalidate-safely.ts'
import type { Listing } from './listing.ts'
import type { CallOptions } from './options.ts'

${interfaces.join('\n\n')}

/** Every operation, by group, as a merchant number calls it. */
export interface PartnerMethods {
${groupsOf('').join('\n')}
}

/** The operations that a brand can call for itself, by group. */
export interface BrandMethods {
${groupsOf('Brand').join('\n')}
}
`
}

function interfaceName(group: string, variant: string): string {
  const singular = group === 'activities' ? 'activity' : group.replace(/s$/, '')
  return `${variant}${singular.slice(0, 1).toUpperCase()}${singular.slice(1)}Methods`
}

function signatureOf(
  group: string,
  method: string,
  operation: Endpoint,
  variant: '' | 'Brand',
  docs: ReadonlyMap<string, string>,
  names: Set<string>,
): string {
  const hasBrand = operation.input.properties.brand_id !== undefined
  const input = `${hasBrand ? variant : ''}${inputName(operation)}`
  const { required = [] } = methodInput(operation)
  const optional = required.every((name) => variant === 'Brand' && name === 'brand_id')
  const { title = '', properties } = operation.reply
  const item = properties?.data?.items?.title
  names.add(input).add(title)
  if (item !== undefined) names.add(item)
  const given = [
    ...pathFields(operation).map((name) => `${name}: string`),
    `input${optional ? '?' : ''}: ${input}`,
    'options?: CallOptions',
  ]
  const answer = item === undefined ? `Promise<${title}>` : `Listing<${item}, ${title}>`
  const doc = docs.get(`${group}.${method}`) ?? ''
  return `${variant === '' ? doc : doc.replaceAll(/brand_id: '1004',? ?/g, '').replaceAll('{ }', '{}')}\n${method}(${given.join(', ')}): ${answer}`
}

/** The comments of contract.ts, which tell what an editor shows on the client's methods. */
function methodDocs(): Map<string, string> {
  const source = readFileSync(new URL('../packages/sdk/src/contract/contract.ts', import.meta.url), 'utf8')
  const docs = new Map<string, string>()
  let group = ''
  for (const [, name, doc, method] of source.matchAll(
    /^ {2}readonly (\w+): \{$|^ {4}(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n {4}readonly (\w+): typeof \w+$/gm,
  )) {
    if (name !== undefined) group = name
    else if (doc !== undefined && method !== undefined) docs.set(`${group}.${method}`, doc.replaceAll(/^ +/gm, ' '))
  }
  return docs
}

function formatted(path: string, source: string): string {
  return execFileSync('node_modules/.bin/biome', ['check', '--write', `--stdin-file-path=${path}`], {
    cwd: root,
    input: source,
    encoding: 'utf8',
  })
}
