import { maxHeaderSize, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { PlatformError } from '@card-member/sdk/contract'
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify'
import { errorAnswer } from './error-answer.ts'
import { closeGracefully } from './graceful-close.ts'
import { readHeader, repeatedHeader } from './read-header.ts'
import { makeRequestId, withResult } from './request-id.ts'
import { pathAndQuery, targetIssue } from './request-target.ts'
import { SpelledResponse, spelled } from './spelled-response.ts'

/** What callers may take of a server before they have proved who they are. */
export interface ServerLimits {
  /** Connections at once; further ones are closed. 1000 unless given. */
  readonly connections?: number
  /** How long the head of a request may take, and a connection be silent at its beginning. 10 s unless given. */
  readonly headers_ms?: number
  /** How long a body may take. 30 s unless given. */
  readonly body_ms?: number
  /** How long a file may take that is taken as a stream, by those who are known. 15 minutes unless given. */
  readonly upload_ms?: number
  /** How long a connection may be silent while it is used. 2 minutes unless given. */
  readonly idle_ms?: number
  /** How long a connection is kept for a next request. 65 s unless given: longer than load balancers keep theirs. */
  readonly keep_alive_ms?: number
  /** Bytes of all bodies in memory at once. 128 MiB unless given. */
  readonly body_bytes?: number
}

/** The limits in force. */
export const usualLimits: Required<ServerLimits> = {
  connections: 1000,
  headers_ms: 10_000,
  body_ms: 30_000,
  upload_ms: 900_000,
  idle_ms: 120_000,
  keep_alive_ms: 65_000,
  body_bytes: 128 * 1024 * 1024,
}

/** How a server differs from the usual one. */
export interface ServerOptions {
  readonly limits: Required<ServerLimits>
  readonly trustProxy?: FastifyServerOptions['trustProxy']
  /** Whether bodies come here that are taken as streams, within `upload_ms`. */
  readonly uploads?: boolean
  /** Told of every request that was refused before it reached a route. */
  readonly onRefused: (status: number, code: string) => void
}

const bodyLimit = 1024 * 1024
// A code of 32 characters takes 96 when percent-encoded. Longer values reach validation, which names the field.
const maxParamLength = 4096
const lingering_ms = 10_000

/**
 * Makes an HTTP server: malformed HTTP is answered with an error, slow senders are disconnected, header names leave as documented,
 * and closing the server finishes the requests that have arrived.
 */
export function makeServer({ limits, trustProxy = false, uploads = false, onRefused }: ServerOptions): FastifyInstance {
  const { headers_ms, body_ms, upload_ms, idle_ms, keep_alive_ms, connections } = limits
  const app = fastify({
    bodyLimit,
    trustProxy,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    keepAliveTimeout: keep_alive_ms,
    connectionTimeout: idle_ms,
    requestTimeout: headers_ms + (uploads ? upload_ms : body_ms),
    routerOptions: { maxParamLength },
    http: {
      ServerResponse: SpelledResponse,
      headersTimeout: headers_ms,
      connectionsCheckingInterval: Math.max(50, Math.min(5000, headers_ms / 4)),
    },
    rewriteUrl: ({ url = '' }) => pathAndQuery(url),
    frameworkErrors: ({ code }, request, { raw }) => {
      // A path longer than any is a path that is not served.
      if (code !== 'FST_ERR_BAD_URL') {
        onRefused(404, '')
        raw.writeHead(404, { 'Content-Length': 0 }).end()
        return
      }
      const issue = 'the path is not well-formed percent-encoded UTF-8'
      const { status, headers, body } = refusal(
        new PlatformError('request_malformed', { issue, location: 'url' }),
        readHeader(request.raw, language),
      )
      onRefused(status, 'INVALID_REQUEST')
      raw.writeHead(status, headers).end(body)
    },
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, onRefused),
  })
  app.server.maxConnections = connections
  app.addHook('onRequest', async (request, reply) => {
    const issue = headIssue(request.raw, request.originalUrl)
    if (issue === undefined) return
    const { status, headers, body } = refusal(new PlatformError('request_malformed', { issue }), readHeader(request.raw, language))
    onRefused(status, 'INVALID_REQUEST')
    await reply.code(status).headers(headers).send(body)
  })
  // A caller who is answered before the body has ended may send the rest for 10 s, so that they read the answer.
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete) return
    const timer = setTimeout(() => raw.socket.destroy(), lingering_ms).unref()
    raw.once('close', () => clearTimeout(timer))
  })
  closeGracefully(app)
  return app
}

const language = 'accept-language'

function headIssue(raw: Parameters<typeof repeatedHeader>[0], target: string): string | undefined {
  const twice = repeatedHeader(raw)
  return twice === undefined ? targetIssue(target) : `the header ${spelled(twice)} is given twice`
}

function refusal(fault: PlatformError, acceptLanguage: string | undefined) {
  const { status, result, language: spoken, body } = errorAnswer(fault, acceptLanguage)
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Language': spoken,
    'Cache-Control': 'no-cache, must-revalidate',
    'X-Content-Type-Options': 'nosniff',
    'Request-ID': withResult(makeRequestId(), result),
    'Content-Length': String(body.length),
  }
  return { status, headers, body }
}

// What cannot be read as HTTP has no request that could be answered; the connection gets its answer and ends.
function refuseConnection({ code }: { readonly code?: string }, socket: Socket, onRefused: ServerOptions['onRefused']): void {
  if (code === 'ECONNRESET' || socket.destroyed) return
  const { status, headers, body } = refusal(connectionError(code), undefined)
  onRefused(status, 'INVALID_REQUEST')
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${Buffer.from(body).toString()}`, () =>
    socket.destroy(),
  )
}

function connectionError(code: string | undefined): PlatformError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new PlatformError('body_slow')
  if (code === 'HPE_HEADER_OVERFLOW') return new PlatformError('head_too_large', { issue: `at most ${maxHeaderSize} bytes` })
  return new PlatformError('request_malformed', { issue: parserIssues.get(code ?? '') ?? 'this is not HTTP/1.1' })
}

// By the codes of Node's parser.
const parserIssues: ReadonlyMap<string, string> = new Map([
  ['HPE_INVALID_URL', 'the request target holds characters that must be percent-encoded'],
  ['HPE_INVALID_HEADER_TOKEN', 'a header holds characters that are not allowed'],
  ['HPE_INVALID_CONTENT_LENGTH', 'Content-Length is no number'],
  ['HPE_UNEXPECTED_CONTENT_LENGTH', 'Content-Length is given twice, or beside Transfer-Encoding'],
  ['HPE_INVALID_TRANSFER_ENCODING', 'Transfer-Encoding must end with chunked'],
  ['HPE_INVALID_CHUNK_SIZE', 'the size of a chunk is no number'],
  ['HPE_INVALID_EOF_STATE', 'the connection ended before the request did'],
])
