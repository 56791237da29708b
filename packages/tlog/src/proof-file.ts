import { decodeBase64, encodeBase64 } from './base64.ts'
import { decodeUtf8 } from './bytes.ts'
import { type CheckpointTrust, type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts'
import { checkHash, type HashOptions, leafHash } from './hash.ts'
import { decodeHashes, splitHead } from './lines.ts'
import { parseNote } from './note.ts'
import { checkInteger, decodeDecimal } from './number.ts'
import type { Proof } from './proof.ts'
import { TlogError } from './tlog-error.ts'
import { verifyInclusion } from './verify-proof.ts'

/** The content of a `.tlog-proof` file (C2SP tlog-proof): that one entry is in a log, checked without the log. */
export interface ProofFile {
  /** Anything, of at least one byte; nobody signed it. */
  readonly extra?: Uint8Array
  /** Which entry, from 0. */
  readonly index: number
  /** The inclusion proof, from the leaf's sibling up. */
  readonly proof: Proof
  /** The signed checkpoint, byte by byte. */
  readonly checkpoint: string
}

const header = 'c2sp.org/tlog-proof@v1'
const maxHashes = 63

/**
 * Writes a `.tlog-proof` file.
 *
 * @throws {TlogError} INTEGER_INVALID, HASH_INVALID; PROOF_MALFORMED; the errors of {@link parseNote} for its checkpoint
 * @example
 * await writeFile('event.tlog-proof', formatProofFile({ extra: entry, index, proof, checkpoint }))
 */
export function formatProofFile({ extra, index, proof, checkpoint }: ProofFile): string {
  checkInteger('index', index, 0)
  for (const [i, hash] of proof.entries()) checkHash(`proof[${i}]`, hash)
  if (proof.length > maxHashes) throw new TlogError('PROOF_MALFORMED', 4 + maxHashes)
  parseNote(checkpoint)
  const lines = [header, ...(extra?.length ? [`extra ${encodeBase64(extra)}`] : []), `index ${index}`, ...proof.map(encodeBase64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/**
 * Reads a `.tlog-proof` file without verifying it; {@link verifyProofFile} verifies.
 *
 * @throws {TlogError} PROOF_MALFORMED with its line; the errors of {@link parseNote} for its checkpoint
 * @example
 * const { index, checkpoint } = parseProofFile(await readFile('event.tlog-proof'))
 */
export function parseProofFile(source: string | Uint8Array): ProofFile {
  const text = decodeUtf8(source)
  const parts = text === undefined ? undefined : splitHead(text)
  if (parts === undefined || parts.lines[0] !== header) throw new TlogError('PROOF_MALFORMED', 1)
  const [, second = '', ...after] = parts.lines
  const [, encoded] = /^extra (.+)$/.exec(second) ?? []
  const extra = encoded === undefined ? undefined : decodeBase64(encoded)
  if (encoded !== undefined && extra === undefined) throw new TlogError('PROOF_MALFORMED', 2)
  const [indexLine = '', ...hashLines] = extra === undefined ? [second, ...after] : after
  const first = parts.lines.length - hashLines.length
  const index = indexLine.startsWith('index ') ? decodeDecimal(indexLine.slice('index '.length)) : undefined
  if (index === undefined) throw new TlogError('PROOF_MALFORMED', first)
  const proof = decodeHashes(hashLines)
  if (proof === undefined || proof.length > maxHashes) throw new TlogError('PROOF_MALFORMED', first + 1)
  parseNote(parts.rest)
  return { ...(extra && { extra }), index, proof, checkpoint: parts.rest }
}

/** What a proof proves. */
export interface ProvenEntry {
  readonly index: number
  readonly entry: Uint8Array
  readonly checkpoint: OpenedCheckpoint
}

/**
 * Verifies a `.tlog-proof` file: that the log signed the checkpoint, that the trusted witnesses cosigned it, and that the entry is
 * in its tree.
 *
 * @param trust whose signatures count
 * @param entry the bytes of the entry; those in `extra` unless given, as files of card-member have them
 * @throws {TlogError} PROOF_INVALID; PROOF_WITHOUT_ENTRY; the errors of {@link parseProofFile} and {@link openCheckpoint}
 * @example
 * const { entry, checkpoint } = await verifyProofFile(file, { log: importVerifier(vkey), witnesses, quorum: 1 })
 */
export async function verifyProofFile(
  source: string | Uint8Array,
  trust: CheckpointTrust,
  entry?: Uint8Array,
  options: HashOptions = {},
): Promise<ProvenEntry> {
  const file = parseProofFile(source)
  const proven = entry ?? file.extra
  if (proven === undefined) throw new TlogError('PROOF_WITHOUT_ENTRY')
  const checkpoint = await openCheckpoint(file.checkpoint, trust)
  const { size, root } = checkpoint
  checkInteger('index', file.index, 0, size - 1)
  verifyInclusion({ index: file.index, size, leaf_hash: leafHash(proven, options), root, proof: file.proof }, options)
  return { index: file.index, entry: proven, checkpoint }
}
