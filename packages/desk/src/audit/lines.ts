import { createReadStream } from 'node:fs'

/** The lines of a file, or of a text in pieces. Only a line feed ends a line. */
export async function* linesOf(source: string | AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of typeof source === 'string' ? createReadStream(source) : source) {
    const lines = (rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
