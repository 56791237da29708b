/**
 * The largest answer that is read, in bytes: 4 MiB.
 *
 * @example
 * if (length > answerLimit) throw new TransportFailure('too_large', true)
 */
export const answerLimit = 4 * 1024 * 1024

/** A signed request. Its bytes and its target must arrive unchanged. */
export interface TransportRequest {
  /** Origin, path and query. Do not rewrite it, and do not follow redirects. */
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | undefined
  readonly signal: AbortSignal | undefined
  /** Time until the last byte of the answer, in milliseconds. */
  readonly timeout_ms: number
}

/** A complete answer. */
export interface TransportAnswer {
  readonly status: number
  /** Reads one header; names are given in lower case. */
  header(name: string): string | null | undefined
  /** The bytes that are signed: raw, with a compression by proxies removed (the SDK's transports use `decodeContent`). */
  readonly body: Uint8Array
  /** The Content-Encoding, when the body could not be decompressed. */
  readonly coding?: string | undefined
}

/**
 * Sends requests. The SDK has one over `fetch`, and one over `node:http` for Node; you may write your own.
 *
 * @example
 * const api = new CardMember(credential, { transport: { send: (request) => overMyQueue(request) } })
 */
export interface Transport {
  /** Sends a request and reads the whole answer. Rejects with `TransportFailure`. Its cause is part of errors, so it must not contain headers. */
  send(request: TransportRequest): Promise<TransportAnswer>
  /** Closes idle connections. */
  close?(): void | Promise<void>
  /** Its name in the User-Agent, such as `node/24.21.0`. */
  readonly agent?: string
}

/** The proxy of a client: see the option `proxy`. */
export type ProxyOption = 'environment' | (string & Record<never, never>) | false

/** Options of this package's transports. */
export interface TransportOptions {
  readonly proxy?: ProxyOption | undefined
}

/** Why no complete answer came. */
export type TransportFailureReason = 'connection' | 'timeout' | 'aborted' | 'too_large'

/**
 * No complete answer came. `sent` is false only when the request was certainly not sent, because the call is then repeated. Use
 * true when this is not certain.
 *
 * @example
 * throw new TransportFailure('connection', false, new Error('the proxy is closed'))
 */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'
  readonly reason: TransportFailureReason
  readonly sent: boolean

  constructor(reason: TransportFailureReason, sent: boolean, cause?: unknown) {
    super(`${reason}, ${sent ? 'perhaps sent' : 'not sent'}`, cause === undefined ? undefined : { cause })
    this.reason = reason
    this.sent = sent
  }
}

/**
 * The proxy rejected the request, or could not be reached. The request was not sent.
 *
 * @example
 * throw new ProxyFailure('proxy.example.com:3128', 407)
 */
export class ProxyFailure extends TransportFailure {
  /** Host and port. */
  readonly proxy: string
  /** HTTP status of its answer, if there is one. */
  readonly status: number | undefined

  constructor(proxy: string, status: number | undefined, cause?: unknown) {
    super('connection', false, cause)
    this.proxy = proxy
    this.status = status
  }
}
