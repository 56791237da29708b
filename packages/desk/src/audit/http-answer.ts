const answerLimit = 64 * 1024

/** The body of an answer, which must be short. @throws {Error} when it has more than 64 KiB */
export async function answerBytes(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > answerLimit) throw new Error(`the answer has more than ${answerLimit} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Why a request failed, in a word of Node's or a sentence. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
