import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withHead } from '@card-member/service'
import { fastifyStatic } from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from './page.ts'

/** Where the built console is, in a checkout as in an installed package. */
const builtConsole = fileURLToPath(new URL('../../console/', import.meta.url))

const notBuilt = `<h1>网页尚未构建</h1>
<p>请在仓库中执行 <code>npm run build -w @card-member/console</code>，再重新启动服务台；命令与 <code>/api</code> 下的接口照常可用。</p>
<h1 lang="en">The page has not been built</h1>
<p lang="en">Run <code>npm run build -w @card-member/console</code> in the repository and start the desk again. Commands and the API under <code>/api</code> work without it.</p>`

/** Paths that are never a page, whatever a browser accepts. */
const reserved = /^\/(api|m|metrics|healthz|readyz|docs|assets)(\/|$)/

/** The guides are pages of plain HTML beside the console. */
const guidePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** How the console is served. */
export interface ConsoleOptions {
  /** Origins besides the desk's own that images of cards come from. */
  readonly image_origins: readonly string[]
  /** Whether browsers reach the desk by https. */
  readonly secure: boolean
  /** Where the built console is; by default the one of this package. */
  readonly folder?: string | undefined
}

/**
 * Serves the console: its files, which browsers keep, and its page at every address that a browser opens. What is neither a page nor a
 * file, such as an unknown path below `/api`, is answered as if there were no console.
 */
export async function serveConsole(app: FastifyInstance, { image_origins, secure, folder = builtConsole }: ConsoleOptions): Promise<void> {
  const page = readPage(folder)
  if (page !== undefined)
    await app.register(fastifyStatic, {
      root: folder,
      // A route for each file that is there: any other path is free for pages.
      wildcard: false,
      globIgnore: ['index.html', 'page-files.json', '.vite/**', '**/*.br', '**/*.gz'],
      index: false,
      preCompressed: true,
      decorateReply: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
        reply.header('x-content-type-options', 'nosniff')
        reply.header('cross-origin-resource-policy', 'same-origin')
        if (path.endsWith('.html')) reply.header('content-security-policy', guidePolicy)
      },
    })
  app.get('/*', withHead, (request, reply) => {
    if (!isPage(request)) return reply.callNotFound()
    if (page === undefined) return sendPage(reply, notBuilt)
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .headers(pageHeaders(nonce, image_origins, secure))
      .type('text/html; charset=utf-8')
      .send(page(request.raw.url ?? '/').replaceAll('CSP-NONCE', nonce))
  })
}

/** The page by its address, with a placeholder for each nonce; undefined where the console was not built. */
function readPage(folder: string): ((url: string) => string) | undefined {
  const index = `${folder}/index.html`
  if (!existsSync(index)) return undefined
  const [head = '', ...rest] = readFileSync(index, 'utf8').split('</head>')
  const files: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(`${folder}/page-files.json`, 'utf8'))
  const pages = Object.entries(files).map(([path, names]) => ({ pattern: patternOf(path), links: names.map(linkTo).join('') }))
  return (url) => {
    const [path = ''] = url.split('?')
    const links = pages.find(({ pattern }) => pattern.test(path))?.links ?? ''
    return [head, links, '</head>', ...rest].join('')
  }
}

/** Matches the addresses of a route, such as `/cards/$ref`. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}/?$`)
}

/** Has a browser load what the page at an address needs beside the first script, and not after it. */
function linkTo(file: string): string {
  return file.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="/${file}">`
    : `<link rel="modulepreload" crossorigin href="/${file}">`
}

/** Whether a browser opens an address as a page; the first page is shown to whoever asks. */
function isPage({ raw, headers }: FastifyRequest): boolean {
  const [path = ''] = (raw.url ?? '').split('?')
  return path === '/' || (!reserved.test(path) && /\btext\/html\b/i.test(headers.accept ?? ''))
}

function pageHeaders(nonce: string, image_origins: readonly string[], secure: boolean): Parameters<FastifyReply['headers']>[0] {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "font-src 'self'",
    ["img-src 'self' data: blob: https://*.qpic.cn", ...image_origins].join(' '),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
  }
}
