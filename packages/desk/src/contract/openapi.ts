import { type DescribedApi, describeApi, type OpenApiDocument, type Operation, platformErrors } from '@card-member/sdk/contract'
import { contract } from './contract.ts'
import { deskErrors } from './desk-error.ts'
import { files } from './files.ts'
import type { Declaration, RequiredPermission } from './operation.ts'

const operations = { ...contract, ...files }
type DeskOperation = Operation & Declaration
type Described = DescribedApi<DeskOperation>

const description = `The API of the desk, where staff record consent and end memberships. Its page and its commands use nothing else.

Sign in by \`POST /api/session\`, or by a passkey, and send the cookie with every request. A request that a page of another site makes is
refused. Bodies are JSON unless an operation takes a file as its body. Unknown query fields are refused. No URL has an OpenID or the code
of a card: a card is named by its \`card_ref\`. Unknown keys may appear in answers at any time.

\`x-permission\` is what an operation requires: a permission for its brand, one of several, \`signed_in\`, or \`anyone\`.`

const cookie = 'card-member-desk'

/**
 * Writes the desk's own OpenAPI document, from its contract.
 *
 * @example
 * writeFileSync('desk-openapi.json', JSON.stringify(deskOpenApi({ version: '0.1.0' })))
 */
export function deskOpenApi({ version }: { readonly version: string }): OpenApiDocument {
  return describeApi({
    title: 'The desk of card-member (card-member 服务台)',
    version,
    description,
    servers: [{ url: '/', description: 'This desk' }],
    groups: groupsOf(Object.values(operations)),
    groupWords: {},
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: cookie, description: `Where browsers reach the desk by https: \`__Host-${cookie}\`.` },
    },
    parameters: {
      'Accept-Language': {
        name: 'Accept-Language',
        in: 'header',
        required: false,
        description: 'Language of error messages.',
        schema: { type: 'string', enum: ['zh-CN', 'en'], default: 'zh-CN' },
      },
    },
    headers: { 'Request-ID': { description: 'Names this request when you ask about it.', schema: { type: 'string' } } },
    responses: { Refused: errorsOf(400, 500), Failed: errorsOf(500, 600) },
    head: ({ summary, permission }) => ({
      description: `${summary['zh-CN']}. ${permissionWords(permission)}`,
      security: permission === 'anyone' ? [] : [{ session: [] }],
    }),
    tail: ({ permission }) => ({ 'x-permission': typeof permission === 'string' ? permission : [...permission] }),
    fileBody: ({ upload }) => {
      if (upload === undefined) return undefined
      const schema = { type: 'string', contentMediaType: 'application/octet-stream', description: `At most ${upload.limit} bytes.` }
      return { required: true, content: { 'application/octet-stream': { schema } } }
    },
    answers: answersOf,
  })
}

const headers = { 'Request-ID': { $ref: '#/components/headers/Request-ID' } }

const answersOf: Described['answers'] = (operation, reply) => {
  const { description, content } = successOf(operation, reply)
  return {
    [operation.accepted ? 202 : 200]: { description, headers, content },
    '4XX': { $ref: '#/components/responses/Refused' },
    '5XX': { $ref: '#/components/responses/Failed' },
  }
}

function successOf({ download, events, accepted }: DeskOperation, reply: Parameters<Described['answers']>[1]) {
  if (download)
    return { description: 'The file.', content: { '*/*': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } } }
  if (events) return { description: 'Server-sent events.', content: { 'text/event-stream': { schema: { type: 'string' } } } }
  return {
    description: accepted ? 'Accepted: it goes on in the background.' : 'Done.',
    content: { 'application/json': { schema: reply ?? {} } },
  }
}

function errorsOf(from: number, before: number): Described['responses'][string] {
  const rows = [...Object.values(platformErrors), ...Object.values(deskErrors)].filter(({ status }) => status >= from && status < before)
  const lines = [...Map.groupBy(rows, ({ status }) => status)]
    .sort(([one], [other]) => one - other)
    .map(([status, some]) => `${status}: ${[...new Set(some.map(({ code }) => `\`${code}\``))].join(', ')}`)
  return { description: lines.join('\n\n'), headers, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } }
}

/** Operations by what their paths are about: the first part below `/api`, or below the brand. */
function groupsOf(all: readonly DeskOperation[]): Described['groups'] {
  const groups = Map.groupBy(all, ({ path }) => {
    const [, group = ''] = /^\/api\/(?:brands\/\{brand_id\}\/)?([a-z-]+)/.exec(path) ?? []
    return group
  })
  return Object.fromEntries(
    [...groups]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([group, some]) => [group, Object.fromEntries(some.map((one) => [one.id, one]))]),
  )
}

function permissionWords(permission: RequiredPermission): string {
  if (permission === 'anyone') return 'Needs no sign-in.'
  if (permission === 'signed_in') return 'Needs a session.'
  return `Needs the permission ${[permission]
    .flat()
    .map((name) => `\`${name}\``)
    .join(' or ')}.`
}
