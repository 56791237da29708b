import { readFileSync } from 'node:fs'
import { openapi } from '@card-member/sdk/contract'
import { serveReference, withHead } from '@card-member/service'
import type { FastifyInstance } from 'fastify'

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
/** What the reference of a sandbox says besides. */
export interface SandboxReference {
  /** Where the sandbox is reached. */
  readonly origin: () => string
  readonly paths: Readonly<Record<string, object>>
}

/** Serves the reference of the API, and its OpenAPI document, to anyone who reaches the port. */
export function serveApiReference(app: FastifyInstance, sandbox?: SandboxReference): void {
  let document: string | undefined
  app.get('/docs/openapi.json', withHead, async (_request, reply) => {
    document ??= JSON.stringify(sandbox === undefined ? openapi({ version }) : ofSandbox(sandbox))
    return reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=3600' }).send(document)
  })
  serveReference(app, { title: 'card-member API', document_url: '/docs/openapi.json' })
}

// A sandbox is called first of all, and its controls are told with their bodies.
function ofSandbox({ origin, paths }: SandboxReference): object {
  const document = openapi({ version })
  const { securitySchemes } = document.components
  const token = { type: 'http', scheme: 'bearer', description: 'sandbox.token in the data folder, or --sandbox-token' }
  const known = typeof securitySchemes === 'object' ? securitySchemes : {}
  return {
    ...document,
    servers: [{ url: origin(), description: '本沙箱 / This sandbox' }, ...document.servers],
    tags: [...document.tags, { name: 'sandbox', description: 'Controls for rehearsal (演练控制)' }],
    paths: { ...document.paths, ...paths },
    components: { ...document.components, securitySchemes: { ...known, sandbox: token } },
  }
}
