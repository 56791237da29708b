import type { Answer, RequestContext } from './edge.ts'

/** Steps between a server and its callers, by which faults can be injected. */
export interface Interceptor {
  /** Called with the signed bytes of a request, before they are verified. */
  onReceived(context: RequestContext, body: Uint8Array): void
  /** Called before the handler, for a caller who is authenticated; may wait. @throws {PlatformError} @throws {ConnectionReset} */
  preHandler(context: RequestContext): Promise<void>
  /** Called last before the wire; returns the answer that is sent instead. @throws {ConnectionReset} */
  onSend(context: RequestContext, answer: Answer): Promise<Answer>
}

/** The connection is to be reset without an answer. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset'
}
