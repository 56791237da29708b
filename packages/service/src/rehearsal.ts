import type { Answer, Exchange } from './exchange.ts'

/** Comes between a server and its callers, so that they can rehearse what a real one might do to them. */
export interface Rehearsal {
  /** Told of a request once its signed bytes are there, before they are verified. */
  received(exchange: Exchange, body: Uint8Array): void
  /** Before the handler of a caller who has been let in; may wait, throw a `Fault`, or throw a `Cut`. */
  begin(exchange: Exchange): Promise<void>
  /** Last before the wire: gives the answer that is sent instead, or throws a `Cut`. */
  end(exchange: Exchange, answer: Answer): Promise<Answer>
}

/** The connection is to be cut without an answer. */
export class Cut extends Error {
  override readonly name = 'Cut'
}
