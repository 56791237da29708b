import type { Readable } from 'node:stream'
import type { HttpError, Input, Operation, Reply } from '@card-member/sdk/contract'

/** An operation as a server declares it: beside what calls of the SDK have, files as bodies, and headers that its handler sets. */
export interface ServedOperation extends Operation {
  /** Headers that the handler may set. */
  readonly responseHeaders?: readonly string[]
  /** The body is a file, which the handler reads as a stream. */
  readonly upload?: {
    /** At most so many bytes. */
    readonly limit: number
  }
  /** The answer is a file. */
  readonly download?: boolean
  /** The answer comes before the work is done: its status is 202. */
  readonly accepted?: boolean
  /** The answer is a stream of events; its reply names what each brings. */
  readonly events?: boolean
}

/** Operations by their ids. */
export type ServedContract = Readonly<Record<string, ServedOperation>>

/** What a handler is told beside its input. */
export interface HandlerContext<Caller, Header extends string = never> {
  readonly caller: Caller
  readonly request_id: string
  readonly operation: Operation
  /** Aborted when nobody waits for the answer any more, or the server closes. */
  readonly signal: AbortSignal
  /** Sets a header of the answer; errors leave without it. */
  setHeader(name: Header, value: string | string[]): void
}

/** What the handler of an upload is told. */
export interface UploadContext<Caller, Header extends string = never> extends HandlerContext<Caller, Header> {
  /** Reads the body. It fails by `tooLarge` when that is longer than the operation allows. */
  upload(tooLarge: () => HttpError): AsyncIterable<Uint8Array>
}

/** A file that is the answer. */
export interface Download {
  readonly file_name: string
  readonly media_type: string
  readonly content: string | Uint8Array | Readable
}

type HeaderOf<O> = O extends { readonly responseHeaders: readonly (infer Name extends string)[] } ? Name : never
type ContextOf<O, Caller> = O extends { readonly upload: object } ? UploadContext<Caller, HeaderOf<O>> : HandlerContext<Caller, HeaderOf<O>>
type EventOf<R> = { readonly [Name in keyof R & string]: { readonly event: Name; readonly data: R[Name] } }[keyof R & string]
type ResultOf<O extends Operation> = O extends { readonly download: true }
  ? Download
  : O extends { readonly events: true }
    ? AsyncIterable<EventOf<Reply<O>>>
    : Reply<O>

/** One handler for each operation of a contract; a missing one does not compile. */
export type Handlers<C extends ServedContract, Caller> = {
  readonly [Id in keyof C]: (input: Input<C[Id]>, context: ContextOf<C[Id], Caller>) => Promise<ResultOf<C[Id]>>
}

/** Another way to reach operations: a variant of the declaration, and what its input lacks because it follows from the rest. */
export interface OperationVariant<Caller> {
  readonly variantOf: (operation: Operation) => Operation | undefined
  readonly complete: (caller: Caller, input: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
}

/** A handler whose types are erased: `Handlers` proves that it takes what the schema of its operation describes. */
export type AnyHandler<Caller> = (input: Record<string, unknown>, context: UploadContext<Caller, string>) => Promise<unknown>
