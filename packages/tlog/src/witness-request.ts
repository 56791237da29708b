import { encodeBase64 } from './base64.ts'
import { decodeUtf8 } from './bytes.ts'
import { checkHash } from './hash.ts'
import { decodeHashes, splitHead } from './lines.ts'
import { parseNote } from './note.ts'
import { checkInteger, decodeDecimal } from './number.ts'
import type { Proof } from './proof.ts'
import { TlogError } from './tlog-error.ts'

/** What a log asks a witness for (C2SP tlog-witness, `add-checkpoint`). */
export interface WitnessRequest {
  /** The size that the witness cosigned last; 0 when there is none. */
  readonly old_size: number
  /** The consistency proof from there; empty from 0. */
  readonly proof: Proof
  /** The signed checkpoint. */
  readonly checkpoint: string
}

const maxHashes = 63

/**
 * Writes the body of `add-checkpoint`.
 *
 * @throws {TlogError} INTEGER_INVALID, HASH_INVALID; the errors of {@link parseNote} for its checkpoint
 * @example
 * const body = formatWitnessRequest({ old_size: 0, proof: [], checkpoint })
 */
export function formatWitnessRequest({ old_size, proof, checkpoint }: WitnessRequest): string {
  checkInteger('old_size', old_size, 0)
  for (const [i, hash] of proof.entries()) checkHash(`proof[${i}]`, hash)
  if (proof.length > maxHashes) throw new TlogError('WITNESS_REQUEST_MALFORMED', 2 + maxHashes)
  parseNote(checkpoint)
  return `${[`old ${old_size}`, ...proof.map(encodeBase64)].join('\n')}\n\n${checkpoint}`
}

/**
 * Reads the body of `add-checkpoint`.
 *
 * @throws {TlogError} WITNESS_REQUEST_MALFORMED with its line; the errors of {@link parseNote} for its checkpoint
 * @example
 * const { old_size, proof, checkpoint } = parseWitnessRequest(await request.text())
 */
export function parseWitnessRequest(source: string | Uint8Array): WitnessRequest {
  const text = decodeUtf8(source)
  const parts = text === undefined ? undefined : splitHead(text)
  const [first = '', ...hashLines] = parts?.lines ?? []
  const old_size = first.startsWith('old ') ? decodeDecimal(first.slice('old '.length)) : undefined
  if (parts === undefined || old_size === undefined) throw new TlogError('WITNESS_REQUEST_MALFORMED', 1)
  const proof = decodeHashes(hashLines)
  if (proof === undefined || proof.length > maxHashes) throw new TlogError('WITNESS_REQUEST_MALFORMED', 2)
  parseNote(parts.rest)
  return { old_size, proof, checkpoint: parts.rest }
}
