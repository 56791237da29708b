import type { Operation } from '@card-member/sdk/contract'

/** One request being answered, as its checks see it. */
export interface Exchange {
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

/** What the log line of a request says beyond its exchange. */
export interface Outcome {
  readonly status: number
  readonly code: string | undefined
  /** Who asked, once that is proven. */
  readonly caller: string | undefined
  readonly ms: number
}

/** An answer on its way out: bytes and headers are final. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Uint8Array
}

/** How one server lets requests in and answers out; the rest is the same for all of them. */
export interface Edge<Ticket, Caller> {
  /** Checks that need no body, in their order; throws a `Fault`. */
  admit(exchange: Exchange): Ticket
  /** Proves who is asking, over the raw body; throws a `Fault`. */
  authenticate(exchange: Exchange, ticket: Ticket, body: Uint8Array): Promise<Caller>
  /** Checks that come between the caller's proof and the reading of the body, such as a rate limit; throws a `Fault`. */
  enter(exchange: Exchange, caller: Caller, body: Uint8Array): Promise<void>
  /** Opens sealed fields of an input; throws a `Fault`. */
  open(exchange: Exchange, caller: Caller, input: Record<string, unknown>): Promise<Record<string, unknown>>
  /** Seals fields of a reply. */
  seal(exchange: Exchange, caller: Caller, reply: unknown): Promise<unknown>
  /** Headers that an answer needs, a signature among them; called for every answer. */
  sign(exchange: Exchange, caller: Caller | undefined, body: Uint8Array): Promise<Readonly<Record<string, string | string[]>>>
  /** A caller as the log names it. */
  name(caller: Caller): string
}
