import { type FastifyInstance, fastify } from 'fastify'
import { withHead } from './observe.ts'

const page = '/docs'
const script = `${page}/js/scalar.js`
const start = `${page}/js/start.js`
const cacheControl = 'public, max-age=3600'

// Whatever the reader's script may think of, the browser runs nothing that is written in the page and fetches nothing from anywhere else.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What a reader of an API shows. */
export interface Reference {
  readonly title: string
  /** Where the OpenAPI document is. */
  readonly document_url: string
}

/**
 * Serves a reader of an OpenAPI document at `/docs`. It calls no other host, and has no form to send requests with.
 *
 * @example
 * serveReference(app, { title: 'card-member desk', document_url: '/api/openapi.json' })
 */
export function serveReference(app: FastifyInstance, { title, document_url }: Reference): void {
  const configuration = {
    url: document_url,
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    hideClientButton: true,
    hideTestRequestButton: true,
  }
  const files = new Map([
    [`${page}/`, { type: 'text/html; charset=utf-8', content: htmlOf(title) }],
    [start, { type: 'text/javascript; charset=utf-8', content: `Scalar.createApiReference('#app', ${JSON.stringify(configuration)})\n` }],
  ])
  const headers = { 'cache-control': cacheControl, 'content-security-policy': policy, 'x-content-type-options': 'nosniff' }
  app.get(page, withHead, (_request, reply) => reply.redirect(`${page}/`, 302))
  for (const [url, { type, content }] of files)
    app.get(url, withHead, (_request, reply) => reply.headers({ ...headers, 'content-type': type }).send(content))
  let reader: Promise<FastifyInstance> | undefined
  app.get(script, withHead, async (_request, reply) => {
    reader ??= loadReader(document_url)
    const { statusCode, headers: found, payload } = await (await reader).inject(script)
    return reply
      .code(statusCode)
      .headers({ ...headers, 'content-type': found['content-type'] })
      .send(payload)
  })
}

function htmlOf(title: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body><div id="app"></div><script src="js/scalar.js"></script><script src="js/start.js"></script></body></html>
`
}

// The reader is a plugin with megabytes of script. Plugins cannot be added to an app that listens, and few servers are ever asked for
// it, so it gets an app of its own, without a socket, when the first reader comes.
async function loadReader(document_url: string): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(import('@scalar/fastify-api-reference'), { routePrefix: page, configuration: { url: document_url } })
  return app
}
