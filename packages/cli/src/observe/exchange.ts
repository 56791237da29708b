/** Headers as they were sent: names in their spelling and order. */
export type Headers = readonly (readonly [name: string, value: string])[]

/** What passed through of a body. */
export interface Passed {
  readonly bytes: number
  /** The whole body; undefined when it was longer than what is kept to be judged. */
  readonly content: Uint8Array | undefined
}

/** The answer of the upstream. */
export interface PassedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Passed
  /** Whether it came to its end. */
  readonly complete: boolean
}

/** One call that passed through, and what came back. */
export interface Exchange {
  readonly time: Date
  /** Milliseconds from the head of the request to the end of the answer. */
  readonly ms: number
  readonly method: string
  /** Path and query as they were sent. */
  readonly target: string
  readonly headers: Headers
  readonly body: Passed
  /** Undefined when the connection ended without one. */
  readonly answer: PassedAnswer | undefined
  /** The code of the error that ended the connection, such as `ECONNREFUSED`. */
  readonly failure: string | undefined
}

const longestKept = 1024 * 1024

/** Keeps a copy of a body while it passes. */
export class BodyCopy {
  #bytes = 0
  #chunks: Uint8Array[] = []

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length
    if (this.#bytes <= longestKept) this.#chunks.push(chunk)
    else this.#chunks = []
  }

  get passed(): Passed {
    return { bytes: this.#bytes, content: this.#bytes <= longestKept ? Buffer.concat(this.#chunks) : undefined }
  }
}

/** The value of a header, by its name in small letters. */
export function headerOf(headers: Headers, name: string): string | undefined {
  return headers.find(([given]) => given.toLowerCase() === name)?.[1]
}

/** Pairs of the flat list that Node.js gives. */
export function pairsOf(raw: readonly string[]): Headers {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[index * 2] ?? '', raw[index * 2 + 1] ?? ''] as const)
}
