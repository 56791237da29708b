import { readFileSync } from 'node:fs'
import { openapi } from '@card-member/sdk/contract'
import { withHead } from '@card-member/service'
import { type FastifyInstance, fastify } from 'fastify'

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const page = '/docs'
const script = `${page}/js/scalar.js`
const cacheControl = 'public, max-age=3600'

// Whatever the reader's script may think of, the browser fetches nothing from anywhere but here.
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Nothing that would call other hosts, and no form to send requests with: they would have to be signed. */
const configuration = {
  pageTitle: 'card-member API',
  url: './openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  hideTestRequestButton: true,
} as const

/** What the reference of a sandbox says besides. */
export interface SandboxReference {
  /** Where the sandbox is reached. */
  readonly origin: () => string
  readonly paths: Readonly<Record<string, object>>
}

/** Serves the reference of the API, and its OpenAPI document, to anyone who reaches the port. */
export function serveReference(app: FastifyInstance, sandbox?: SandboxReference): void {
  let document: string | undefined
  let reader: Promise<FastifyInstance> | undefined
  app.get(`${page}/openapi.json`, withHead, async (_request, reply) => {
    document ??= JSON.stringify(sandbox === undefined ? openapi({ version }) : ofSandbox(sandbox))
    return reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': cacheControl }).send(document)
  })
  for (const url of [page, `${page}/`, script]) {
    app.get(url, withHead, async (_request, reply) => {
      reader ??= loadReader()
      const { statusCode, headers, payload } = await (await reader).inject(url)
      const { 'content-type': contentType, location } = headers
      if (location !== undefined) return reply.redirect(`${page}/`, statusCode)
      const protection = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff' }
      return reply
        .code(statusCode)
        .headers({ 'content-type': contentType, 'cache-control': cacheControl, ...protection })
        .send(payload)
    })
  }
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

// The reader is a plugin with megabytes of script. Plugins cannot be added to an app that listens, and few platforms are
// ever asked for it, so it gets an app of its own, without a socket, when the first reader comes.
async function loadReader(): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(import('@scalar/fastify-api-reference'), { routePrefix: page, configuration })
  return app
}
