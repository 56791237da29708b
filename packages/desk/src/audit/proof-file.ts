/** What a proof file holds: a `.tlog-proof` of C2SP. */
export interface ProofFile {
  /** The entry's bytes. */
  readonly extra: Uint8Array | undefined
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  /** The signed note with its cosignatures. */
  readonly checkpoint: string
}

const firstLine = 'c2sp.org/tlog-proof@v1'
const hashText = /^[A-Za-z0-9+/]{43}=$/

/** A proof as the text of its file. */
export function formatProof({ extra, index, hashes, checkpoint }: ProofFile): string {
  const lines = [firstLine, ...(extra === undefined ? [] : [`extra ${base64(extra)}`]), `index ${index}`, ...hashes.map(base64), '']
  return `${lines.join('\n')}\n${checkpoint}`
}

/** Reads a proof; undefined when it is malformed. */
export function parseProof(text: string): ProofFile | undefined {
  const end = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split('\n')
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()?.slice('extra '.length) : undefined
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? []
  if (first !== firstLine || index === undefined || !lines.every((line) => hashText.test(line))) return undefined
  return {
    extra: extra === undefined ? undefined : Buffer.from(extra, 'base64'),
    index: Number(index),
    hashes: lines.map((line) => Buffer.from(line, 'base64')),
    checkpoint: text.slice(end + 2),
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
