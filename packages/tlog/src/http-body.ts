import { concatBytes } from './bytes.ts'

/** The body of a request or an answer; undefined when it has more bytes than the limit. */
export async function readBody({ body }: Pick<Request | Response, 'body'>, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (const reader = body?.getReader(); reader !== undefined; ) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > limit) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
  return concatBytes(...chunks)
}
