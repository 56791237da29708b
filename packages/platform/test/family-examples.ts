import { readFileSync } from 'node:fs'

type Fields = Readonly<Record<string, unknown>>

/** A request and its answer. */
export interface Example {
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query?: Readonly<Record<string, string>>
    readonly body?: Fields
    readonly parts?: { readonly meta: { readonly signed_text: string }; readonly file: { readonly bytes_utf8: string } }
  }
  readonly reply: Fields
}

interface Examples {
  /** Opens the events. */
  readonly apiv3_key: string
  readonly operations: Readonly<Record<string, Example>>
  readonly events: Readonly<Record<string, { readonly envelope: Fields; readonly resource: Fields }>>
  readonly errors: Readonly<Record<string, { readonly status: number; readonly body: Fields }>>
}

/** The family's examples: one brand, one template and one member, values of sealed fields in plaintext. */
export const examples: Examples = JSON.parse(readFileSync(new URL('family-examples.json', import.meta.url), 'utf8'))

/** The example of an operation. */
export function exampleOf(id: string): Example {
  const example = examples.operations[id]
  if (example === undefined) throw new Error(`there is no example of ${id}`)
  return example
}
