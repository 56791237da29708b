import type { LocalizedText } from '../text.ts'

/** What an error of a server becomes on the wire. */
export interface ErrorDefinition {
  readonly status: number
  readonly code: string
  readonly message: LocalizedText
  /** The number after the last `-` of Request-ID. */
  readonly result: number
}

/** One error as a catalogue declares it. */
export interface DeclaredError {
  readonly status: number
  /** The name in capital letters unless given. */
  readonly code?: string
  readonly message: LocalizedText
  /** That of the catalogue unless given. */
  readonly result?: number
}

/**
 * Declares a catalogue of errors by their names; a message that lacks a language is a type error.
 *
 * @param result the number after the last `-` of Request-ID, for the errors that give none
 * @example
 * const errors = defineErrors({ card_busy: { status: 409, message: text({ zh: '…', en: '…' }) } }, 1)
 */
export function defineErrors<Name extends string>(
  errors: Readonly<Record<Name, DeclaredError>>,
  result: number,
): Readonly<Record<Name, ErrorDefinition>>
export function defineErrors(errors: Readonly<Record<string, DeclaredError>>, result: number): Readonly<Record<string, ErrorDefinition>> {
  const defined = Object.entries(errors).map(([name, error]) => [name, { code: name.toUpperCase(), result, ...error }])
  return Object.fromEntries(defined)
}

/** `detail` of an error body. */
export interface ErrorDetail {
  readonly field?: string
  readonly value?: unknown
  readonly issue?: string
  readonly location?: string
  readonly [more: string]: unknown
}

/** An error that a server answers with. Rules throw or return it; the edge makes the answer. */
export class HttpError extends Error {
  override readonly name: string = 'HttpError'
  /** Its name in a catalogue. */
  readonly kind: string
  readonly definition: ErrorDefinition
  readonly detail: ErrorDetail | undefined

  constructor(kind: string, definition: ErrorDefinition, detail?: ErrorDetail) {
    super(definition.message.en)
    this.kind = kind
    this.definition = definition
    this.detail = detail
  }
}
