import { decodeUtf8 } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { splitCosignature } from './cosignature.ts'
import { readBody } from './http-body.ts'
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

/** A checkpoint that a witness cosigned. */
export interface WitnessedCheckpoint {
  /** The checkpoint with the cosignature. */
  readonly checkpoint: string
  /** The line of the cosignature alone, with its newline. */
  readonly line: string
  /** When it was cosigned, in seconds since 1970, by the witness's clock. */
  readonly time: number
}

// What tlog-witness says that a witness answers when it does not cosign.
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 409, 422])
const maxAnswer = 64 * 1024

/**
 * Asks a witness to cosign a checkpoint, and answers with the verified cosignature. The request goes to the given address alone:
 * redirects are not followed.
 *
 * @throws {TlogError} WITNESS_UNREACHABLE, also for an answer that is none of a witness's; WITNESS_REFUSED with the status;
 *   WITNESS_AHEAD when the witness knows a larger tree than the checkpoint, so that this log was set back; the errors of
 *   {@link openNote} for a cosignature that is none
 * @example
 * const { checkpoint: cosigned } = await askWitness({
 *   url, verifier, checkpoint, old_size, proofFrom: (from) => consistencyProof(from, size, read),
 * })
 */
export async function askWitness(call: WitnessCall): Promise<WitnessedCheckpoint> {
  const { url, verifier, checkpoint, old_size } = call
  const { text } = parseNote(checkpoint)
  const { size } = parseCheckpoint(text)
  let answer = await post(call, Math.min(old_size, size))
  if (answer.status === 409) {
    const known = decodeDecimal(answer.body.trimEnd())
    if (known === undefined) throw new TlogError('WITNESS_REFUSED', url, answer.status, answer.body.trim())
    if (known > size) throw new TlogError('WITNESS_AHEAD', url, known, size)
    answer = await post(call, known)
  }
  if (refusals.has(answer.status)) throw new TlogError('WITNESS_REFUSED', url, answer.status, answer.body.trim())
  if (answer.status !== 200) throw new TlogError('WITNESS_UNREACHABLE', url, `HTTP ${answer.status}`)
  const opened = await openNote(`${text}\n${answer.body}`, [verifier])
  const [signature] = opened.verified
  // An empty line in the answer would make another text of it.
  if (opened.text !== text || signature === undefined) throw new TlogError('NOTE_NOT_SIGNED', verifier.name)
  const line = formatSignatureLine(signature)
  return { checkpoint: checkpoint + line, line, time: splitCosignature(signature.signature)?.time ?? 0 }
}

async function post({ url, checkpoint, proofFrom, signal, fetch: call = fetch }: WitnessCall, old_size: number) {
  const body = formatWitnessRequest({ old_size, proof: await proofFrom(old_size), checkpoint })
  try {
    const response = await call(`${url.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'manual',
      ...(signal && { signal }),
    })
    const bytes = await readBody(response, maxAnswer)
    return { status: response.status, body: (bytes && decodeUtf8(bytes)) ?? '' }
  } catch (error) {
    throw new TlogError('WITNESS_UNREACHABLE', url, reasonOf(error))
  }
}

/** Why a request failed: the code of the system where there is one, or else a sentence. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
