import type { LocalizedText } from '../text.ts'
import type { ObjectSchema, Schema, Static } from './schema.ts'

/**
 * When a call may be sent again without knowing what became of the first one:
 * `always` for reads; `same_number` when out_request_no makes a repetition harmless; `same_content` when the same content
 * twice leaves the same state; `never` otherwise.
 */
export type Repeat = 'always' | 'same_number' | 'same_content' | 'never'

/** How an operation travels: all that a call of it needs. */
export interface Endpoint {
  /** Stable id, as the overview of the API names it. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With `{placeholders}`; they are fields of the input. */
  readonly path: string
  /** Fields of the input that travel in the query; the rest travels in the body. */
  readonly query: readonly string[]
  /** Fields that the platform takes from query or body alike, where texts of the official page differ. */
  readonly either?: readonly string[]
  /** Calls per second and merchant number. */
  readonly per_second: number
  readonly repeat: Repeat
  /**
   * The brand-direct variant: its path is this one's under `/brand/card-member`, brand_id comes from the Authorization header.
   * `query` means the fields that travel in its query where they differ; `false` when none is known.
   */
  readonly brand_direct: boolean | { readonly query: readonly string[] }
  /** `multipart`: parts `meta` (JSON, the signed bytes) and `file`, with its field name in the input. */
  readonly encoding?: 'multipart'
  /** Sent without a body although the method allows one. */
  readonly bodyless?: boolean
  readonly input: ObjectSchema
  readonly reply: Schema
}

/** What one operation is: the only place where anything about an endpoint is written. */
export interface Operation extends Endpoint {
  /** One line in Chinese and in English. */
  readonly summary: LocalizedText
  /** Official page (pay.weixin.qq.com/doc/v3/partner/PAGE) and the date of the text followed. */
  readonly page: { readonly id: string; readonly date: string }
}

type PlaceholderOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholderOf<Rest> : never

/** Names of the path parameters of an operation. */
export type PathField<O extends Operation> = PlaceholderOf<O['path']>
/** All input of an operation, flat. */
export type Input<O extends Operation> = Static<O['input']>
/** The answer of an operation. */
export type Reply<O extends Operation> = Static<O['reply']>

/** Declares an operation; its literal types are kept. */
export function operation<const O extends Operation>(declaration: O): O {
  return declaration
}

const placeholder = /\{([a-z_0-9]+)\}/g

const namesByPath = new Map<string, readonly string[]>()

/** Names of the path parameters, in order. */
export function pathFields({ path }: Pick<Endpoint, 'path'>): readonly string[] {
  const known = namesByPath.get(path) ?? Array.from(path.matchAll(placeholder), ([, name = '']) => name)
  namesByPath.set(path, known)
  return known
}

/** Fills the placeholders of a path. */
export function fillPath(path: string, value: (name: string) => string): string {
  return path.replace(placeholder, (_, name: string) => value(name))
}
