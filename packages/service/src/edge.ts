import type { Operation } from '@card-member/sdk/contract'

/** One request and what its steps know of it. */
export interface RequestContext {
  readonly operation: Operation
  /** The id that the answer, the history and the log carry. */
  readonly request_id: string
  readonly method: string
  /** Path and query exactly as received. */
  readonly target: string
  /** What the address of the other end is counted by. */
  readonly address: string
  /** When it arrived, on the clock of `performance.now`. */
  readonly arrived: number
  /** Reads a header; names in lower case. */
  header(name: string): string | undefined
}

/** What the log line of a request says beyond its context. */
export interface ResponseSummary {
  readonly status: number
  readonly code: string | undefined
  /** Who asked, once that is proven. */
  readonly caller: string | undefined
  readonly ms: number
}

/** Headers of an answer. */
export type AnswerHeaders = Readonly<Record<string, string | string[]>>

/** An answer on its way out: bytes and headers are final. */
export interface Answer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: Uint8Array
}

/** The steps of a request that differ between servers, in their order. */
export interface Edge<Admission, Caller> {
  /** Checks that need no body, in their order. @throws {PlatformError} */
  onRequest(context: RequestContext): Admission
  /** Proves who is asking, over the raw body; an upload's body is not among it. @throws {PlatformError} */
  authenticate(context: RequestContext, admission: Admission, body: Uint8Array): Promise<Caller>
  /** Checks between the caller's proof and the reading of the body, such as a rate limit. @throws {PlatformError} */
  preHandler(context: RequestContext, caller: Caller, body: Uint8Array): Promise<void>
  /** Opens sealed fields of an input. @throws {PlatformError} */
  decrypt?(context: RequestContext, caller: Caller, input: Record<string, unknown>): Promise<Record<string, unknown>>
  /** Seals fields of a result. */
  encrypt?(context: RequestContext, caller: Caller, result: unknown): Promise<unknown>
  /** Headers that an answer needs, such as a signature over its bytes; called for every answer with bytes. */
  onSend?(context: RequestContext, caller: Caller | undefined, body: Uint8Array): Promise<AnswerHeaders>
  /** A caller as the log names it. */
  nameOf(caller: Caller): string | undefined
}
