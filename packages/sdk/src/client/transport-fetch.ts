import { concatBytes } from '../protocol/bytes.ts'
import { decodeContent } from '../protocol/content-coding.ts'
import { text } from '../text.ts'
import { OptionError } from './error.ts'
import {
  answerLimit,
  type Transport,
  type TransportAnswer,
  TransportFailure,
  type TransportOptions,
  type TransportRequest,
} from './transport.ts'

/**
 * A transport over `fetch`, for every runtime that has it.
 *
 * @throws {OptionError} for a proxy: the runtime decides whether `fetch` uses one
 */
export function createTransport({ proxy }: TransportOptions = {}): Transport {
  if (proxy !== undefined && proxy !== 'environment') {
    throw new OptionError(
      'proxy',
      text({
        zh: '仅在 Node 上可用；Bun 与 Deno 会自行读取 HTTPS_PROXY',
        en: 'works on Node only; Bun and Deno follow HTTPS_PROXY by themselves',
      }),
    )
  }
  const name = globalThis.navigator?.userAgent
  return name ? { send, agent: name } : { send }
}

async function send(request: TransportRequest): Promise<TransportAnswer> {
  const controller = new AbortController()
  const abort = () => controller.abort(new TransportFailure('aborted', true, request.signal?.reason))
  if (request.signal?.aborted) throw new TransportFailure('aborted', false, request.signal.reason)
  request.signal?.addEventListener('abort', abort)
  const timer = setTimeout(() => controller.abort(new TransportFailure('timeout', true)), request.timeout_ms)
  try {
    const { url, method, headers, body } = request
    const answer = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal: controller.signal })
    return { status: answer.status, header: (wanted) => answer.headers.get(wanted), ...(await readBody(answer)) }
  } catch (cause) {
    if (controller.signal.reason instanceof TransportFailure) throw controller.signal.reason
    if (cause instanceof TransportFailure) throw cause
    throw new TransportFailure('connection', !neverConnected(cause), cause)
  } finally {
    clearTimeout(timer)
    request.signal?.removeEventListener('abort', abort)
  }
}

async function readBody(answer: Response): Promise<Pick<TransportAnswer, 'body' | 'coding'>> {
  const header = answer.headers.get('content-encoding')
  const body = await collect(answer).catch((cause) => {
    if (header !== null && isDamage(cause)) return undefined
    throw cause
  })
  if (body === undefined) return { body: new Uint8Array(), coding: header?.slice(0, 40) }
  // Most runtimes decompress the encodings that they know, and keep the header. Deno decompresses none.
  const decoded = await decodeContent(body, header, answerLimit)
  if (decoded === 'too_large') throw new TransportFailure('too_large', true)
  return decoded
}

async function collect(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = answer.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    length += next.value.length
    if (length > answerLimit) {
      await reader?.cancel()
      throw new TransportFailure('too_large', true)
    }
    chunks.push(next.value)
  }
  const [only] = chunks
  if (only && chunks.length === 1) return only
  return concatBytes(chunks)
}

// fetch does not say how far a request came. Only errors of names, routes and certificates prove that it was not sent.
const early =
  /^(ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_TLS_CERT_[A-Z_]+|CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+)$/
const earlyWords = /tcp connect error|dns error|invalid peer certificate/

// The codes of fetch in Node and Bun when bytes do not fit their Content-Encoding: zlib, Brotli, Zstandard.
const damage = /^(Z_[A-Z]+_ERROR|ZlibError|(ERR_|BR_|ERR__)ERROR_\w+|BrotliDecompressionError|ZSTD_\w+|ZstdDecompressionError)$/

function isDamage(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && damage.test(error.code)) return true
  }
  return false
}

function neverConnected(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && early.test(error.code)) return true
    if (earlyWords.test(error.message)) return true
  }
  return false
}
