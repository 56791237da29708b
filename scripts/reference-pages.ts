import {
  brandDirectVariant,
  Envelope,
  eventPrefixes,
  events,
  hasBody,
  locationOf,
  type Operation,
  pathFields,
  platformErrors,
  type Repeat,
} from '../packages/sdk/src/contract/index.ts'
import { type Field, fieldsOf } from './reference-fields.ts'

const made = '<!-- Made from the contract by `npm run reference`. -->'
const page = 'https://pay.weixin.qq.com/doc/v3/partner'

const repeats: Readonly<Record<Repeat, string>> = {
  always: 'It only reads: repeat it as you like.',
  same_number: 'The same `out_request_no` with the same content returns the first answer.',
  same_content: 'The same content twice leaves the same state.',
  never: '**Never while its outcome is unknown**: read what became of it first.',
}

/** The list of all pages. */
export function indexPage(methods: readonly (readonly [call: string, operation: Operation])[]): string {
  const rows = methods.map(([call, { id, method, path, summary }]) => [
    `[${id}](${id}.md)`,
    `${summary.en}<br>${summary['zh-CN']}`,
    `\`${method} ${path}\``,
    `\`${call}\``,
  ])
  return lines(
    '# API reference',
    'Every operation as the contract declares it. A running platform shows the same under `/docs`, its OpenAPI document under `/docs/openapi.json`.',
    table(['Operation', '', 'Call', 'SDK'], rows),
    '[Events](events.md), [errors](errors.md).',
  )
}

/** One operation. */
export function operationPage(call: string, operation: Operation): string {
  const { id, method, path, summary, page: source, per_second, repeat, brand_direct } = operation
  const brand = brand_direct === false ? undefined : brandDirectVariant(operation)
  const facts = [
    ['Call', `\`${method} ${path}\``],
    ['As a brand', brand === undefined ? 'not offered' : `\`${brand.method} ${brand.path}\`, without \`brand_id\``],
    ['SDK', `\`${call}(${argumentsOf(operation)})\``],
    ['Rate', `${per_second} a second for each merchant number`],
    ['Repeat', repeats[repeat]],
    ['Source', `[page ${source.id}](${page}/${source.id}), text of ${source.date}`],
  ]
  const fields = fieldsOf(operation.input)
  const answer = fieldsOf(operation.reply)
  return lines(
    `# ${id}`,
    `${summary.en}. ${summary['zh-CN']}。`,
    table(['', ''], facts),
    '## Input',
    fields.length === 0
      ? 'None.'
      : table(
          ['Field', 'In', 'Type', 'Required', ''],
          fields.map((field) => inputRow(operation, field)),
        ),
    '## Answer',
    answer.length === 0 ? 'Nothing of interest.' : table(['Field', 'Type', 'Always', ''], answer.map(answerRow)),
    'What can be refused stands in [errors](errors.md).',
  )
}

/** The notifications. */
export function eventsPage(): string {
  const prefixes = Object.entries(eventPrefixes).map(([name, prefix]) => [name, `\`${prefix}\``])
  return lines(
    '# Events',
    'Posted to the `notify_url` of the template, signed as answers are. The envelope:',
    table(['Field', 'Type', 'Always', ''], fieldsOf(Envelope).map(answerRow)),
    '`event_type` is one of these prefixes and the name of an event:',
    table(['Generation', 'Prefix'], prefixes),
    ...Object.entries(events).flatMap(([kind, { original_type, summary, resource }]) => [
      `## ${kind}`,
      `${summary}。 \`resource.original_type\` is \`${original_type}\`. Decrypted, the resource is:`,
      table(['Field', 'Type', 'Always', ''], fieldsOf(resource).map(answerRow)),
    ]),
  )
}

/** The errors. */
export function errorsPage(): string {
  const rows = Object.values(platformErrors).map(({ status, code, message }) => [
    String(status),
    `\`${code}\``,
    message.en,
    message['zh-CN'],
  ])
  return lines(
    '# Errors',
    'Every refusal of the platform. What to do about a code stands in [docs/errors.md](../errors.md).',
    table(['Status', 'Code', 'In English', '中文'], rows),
  )
}

function inputRow(operation: Operation, { name, type, required, description }: Field): string[] {
  const [top = ''] = name.split(/[.[]/)
  const either = operation.either?.includes(top) ? ' or body' : ''
  return [`\`${name}\``, `${placeOf(operation, top)}${either}`, type, required, description]
}

function answerRow({ name, type, required, description }: Field): string[] {
  return [`\`${name}\``, type, required, description]
}

function placeOf(operation: Operation, name: string): string {
  if (operation.encoding !== 'multipart' || !hasBody(operation)) return locationOf(operation, name)
  return name === 'file' ? 'part `file`' : 'part `meta`'
}

function argumentsOf(operation: Operation): string {
  const ids = pathFields(operation)
  const names = fieldsOf(operation.input).filter(({ name }) => !/[.[]/.test(name) && !ids.includes(name))
  return [...ids, ...(names.length === 0 ? [] : [`{ ${names.map(({ name }) => name).join(', ')} }`])].join(', ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function lines(...blocks: readonly string[]): string {
  return `${[made, ...blocks].join('\n\n')}\n`
}
