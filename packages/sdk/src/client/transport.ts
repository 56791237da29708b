/**
 * The largest answer that is read, in bytes: 4 MiB.
 *
 * @example
 * if (length > answerLimit) throw new TransportFailure('too_large', true)
 */
export const answerLimit = 4 * 1024 * 1024

/** One request, ready to send: signed, so its bytes and its target must arrive as they are. */
export interface TransportRequest {
  /** Origin, path and query; never rewritten, redirects never followed. */
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | undefined
  readonly signal: AbortSignal | undefined
  /** Until the last byte of the answer, in milliseconds. */
  readonly timeout_ms: number
}

/** One answer, whole. */
export interface TransportAnswer {
  readonly status: number
  /** Reads one header; names are given in lower case. */
  header(name: string): string | null | undefined
  /** The bytes that the signature is over: raw, a compression by proxies undone (`decodeContent` of the SDK's own transports). */
  readonly body: Uint8Array
  /** The Content-Encoding, when it could not be undone and the body is as it came. */
  readonly coding?: string | undefined
}

/**
 * What carries requests. `fetch` does it everywhere, `node:http` on Node; write your own for what they cannot do.
 *
 * @example
 * const api = new CardMember(credential, { transport: { send: (request) => overMyQueue(request) } })
 */
export interface Transport {
  /** Sends a request and reads the whole answer. Rejects with `TransportFailure`, whose cause ends up in errors: no headers there. */
  send(request: TransportRequest): Promise<TransportAnswer>
  /** Closes idle connections. */
  close?(): void | Promise<void>
  /** How the User-Agent names it, such as `node/24.21.0`. */
  readonly agent?: string
}

/** How a client gets out: see `proxy` of its options. */
export type ProxyOption = 'environment' | (string & Record<never, never>) | false

/** What a transport of this package is made with. */
export interface TransportOptions {
  readonly proxy?: ProxyOption | undefined
}

/** Why no whole answer came. */
export type TransportFailureReason = 'connection' | 'timeout' | 'aborted' | 'too_large'

/**
 * No whole answer came. `sent` is false only when the request certainly never left: a call is repeated on that word, so
 * say true when in doubt.
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
 * The proxy on the way refused, or was not there; the request never reached anybody.
 *
 * @example
 * throw new ProxyFailure('proxy.example.com:3128', 407)
 */
export class ProxyFailure extends TransportFailure {
  /** Host and port. */
  readonly proxy: string
  /** What it answered, if it did. */
  readonly status: number | undefined

  constructor(proxy: string, status: number | undefined, cause?: unknown) {
    super('connection', false, cause)
    this.proxy = proxy
    this.status = status
  }
}
