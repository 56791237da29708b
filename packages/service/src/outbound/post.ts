import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { PostError, timeoutError } from './post-error.ts'
import type { Address, Target } from './target.ts'

const maxAnswerBytes = 16 * 1024

/**
 * Posts a body to a checked address only. It does not follow redirects. Resolves with the status when the answer is
 * complete.
 *
 * @throws {PostError} timeout, unreachable, answer_too_long
 */
export function post(
  { url, hostname, addresses }: Target,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<number> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(signal.aborted ? timeoutError() : unreachable(error))
    const sent = request({
      // A new connection: a kept one could lead to an earlier address of the name.
      agent: false,
      method: 'POST',
      protocol: url.protocol,
      hostname,
      port: url.port,
      path: url.pathname + url.search,
      headers: { ...headers, 'Content-Length': String(body.length) },
      lookup: lookupAmong(addresses),
      signal,
    })
    sent.on('error', fail)
    const ended = () => fail(new Error('the connection ended'))
    sent.on('close', ended)
    sent.on('response', (answer) => {
      let length = 0
      // The end of the connection may end the answer, and the request is told of it first.
      sent.off('close', ended)
      answer.on('error', fail)
      answer.on('close', ended)
      answer.on('end', () => resolve(answer.statusCode ?? 0))
      answer.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length <= maxAnswerBytes) return
        reject(new PostError('answer_too_long', `the answer has more than ${maxAnswerBytes} bytes`))
        sent.destroy()
      })
    })
    sent.end(body)
  })
}

function unreachable(cause: NodeJS.ErrnoException): PostError {
  return new PostError('unreachable', cause.code ?? cause.message, { cause })
}

function lookupAmong(addresses: readonly Address[]): LookupFunction {
  const [first] = addresses
  return (_hostname, { all }, callback) => {
    if (all) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family)
  }
}
