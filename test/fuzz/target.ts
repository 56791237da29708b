import type fc from 'fast-check'

/** Reads one input; throws when the reader breaks a promise, such as throwing an error that it does not document. */
export type Read = (input: Uint8Array<ArrayBuffer>) => void | Promise<void>

/** A reader of what comes from outside, with what is given to it. */
export interface Target {
  readonly name: string
  readonly inputs: fc.Arbitrary<Uint8Array<ArrayBuffer>>
  /** @param folder an empty folder for files, which the runner removes */
  readonly open: (folder: string) => Read | Promise<Read>
}

/** A class of errors. */
export type ErrorClass = abstract new (...args: never[]) => Error

/** What a reader may do with an input besides returning a value. */
export interface Promised {
  /** The only errors that it throws. */
  readonly errors: readonly ErrorClass[]
  /** Texts of which no error tells as much as `fragment` characters in a row. */
  readonly secrets?: readonly string[]
}

const fragment = 24

/**
 * Runs a reader and returns its value; `undefined` when it refuses as promised.
 *
 * @throws the error that it does not document, or an error about a secret in a documented one
 */
export async function keeping<Value>(promised: Promised, run: () => Value | Promise<Value>): Promise<Value | undefined> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Error) || !promised.errors.some((known) => error instanceof known)) throw error
    for (const secret of promised.secrets ?? []) tellsNothing(error, secret)
    return undefined
  }
}

function tellsNothing(error: Error, secret: string): void {
  const told = [
    error.message,
    JSON.stringify(error),
    'in' in error && typeof error.in === 'function' ? String(error.in('zh-CN')) : '',
  ].join()
  for (let at = 0; at + fragment <= secret.length; at += 1)
    if (told.includes(secret.slice(at, at + fragment)))
      throw new Error(`an error tells a part of a secret: ${error.name}, ${error.message}`)
}

/** Compares what was read with what was written. */
export function same(read: unknown, written: unknown): void {
  const [one, other] = [JSON.stringify(read), JSON.stringify(written)]
  if (one !== other) throw new Error(`what was written is read otherwise: ${one?.slice(0, 500)} instead of ${other?.slice(0, 500)}`)
}
