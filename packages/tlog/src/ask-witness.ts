import { decodeUtf8 } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { formatSignatureLine, parseNote } from './note.ts'
import { decodeDecimal } from './number.ts'
import { openNote } from './open-note.ts'
import type { Proof } from './proof.ts'
import { TlogError } from './tlog-error.ts'
import type { NoteVerifier } from './verifier.ts'
import { formatWitnessRequest } from './witness-request.ts'

/** What it takes to ask a witness for a cosignature. */
export interface WitnessCall {
  /** The submission prefix of the witness, for example `https://witness.example.com`. */
  readonly url: string
  readonly verifier: NoteVerifier
  /** The signed checkpoint. */
  readonly checkpoint: string
  /** The size that the witness cosigned last, as far as is known; a wrong one costs another request. */
  readonly old_size: number
  /** Makes the consistency proof from a size that the witness names. */
  readonly proofFrom: (old_size: number) => Promise<Proof>
  /** Ends the call, for example `AbortSignal.timeout(5000)`. */
  readonly signal?: AbortSignal
  readonly fetch?: typeof fetch
}

/**
 * Asks a witness to cosign a checkpoint, and answers with the checkpoint that carries the verified cosignature too.
 *
 * @throws {TlogError} WITNESS_UNREACHABLE; WITNESS_REFUSED with the status; WITNESS_AHEAD when the witness knows a larger tree than
 *   the checkpoint, so that this log was set back; the errors of {@link openNote} for a cosignature that is none
 * @example
 * const cosigned = await askWitness({ url, verifier, checkpoint, old_size, proofFrom: (from) => consistencyProof(from, size, read) })
 */
export async function askWitness({
  url,
  verifier,
  checkpoint,
  old_size,
  proofFrom,
  signal,
  fetch: call = fetch,
}: WitnessCall): Promise<string> {
  const { text } = parseNote(checkpoint)
  const { size } = parseCheckpoint(text)
  const ask = async (from: number) => {
    const body = formatWitnessRequest({ old_size: from, proof: await proofFrom(from), checkpoint })
    try {
      const response = await call(`${url.replace(/\/$/, '')}/add-checkpoint`, { method: 'POST', body, ...(signal && { signal }) })
      return { status: response.status, body: decodeUtf8(new Uint8Array(await response.arrayBuffer())) ?? '' }
    } catch (error) {
      throw new TlogError('WITNESS_UNREACHABLE', url, error instanceof Error ? error.message : String(error))
    }
  }
  let answer = await ask(Math.min(old_size, size))
  if (answer.status === 409) {
    const known = decodeDecimal(answer.body.trimEnd())
    if (known === undefined) throw new TlogError('WITNESS_REFUSED', url, answer.status, answer.body.trim())
    if (known > size) throw new TlogError('WITNESS_AHEAD', url, known, size)
    answer = await ask(known)
  }
  if (answer.status !== 200) throw new TlogError('WITNESS_REFUSED', url, answer.status, answer.body.trim())
  const { verified } = await openNote(`${text}\n${answer.body}`, [verifier])
  return checkpoint + verified.map(formatSignatureLine).join('')
}
