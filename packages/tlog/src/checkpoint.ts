import { decodeHash, encodeBase64 } from './base64.ts'
import { splitCosignature } from './cosignature.ts'
import { checkHash } from './hash.ts'
import { checkInteger, decodeDecimal } from './number.ts'
import { openNote, signNote } from './open-note.ts'
import type { NoteSigner } from './signer.ts'
import { TlogError } from './tlog-error.ts'
import type { NoteVerifier } from './verifier.ts'

/** What a log says of itself at one size (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The log's name for good, for example `example.com/log`; not empty, one line. */
  readonly origin: string
  /** How many entries it has, at most 2^53 - 1. */
  readonly size: number
  /** The root hash of its tree, 32 bytes. */
  readonly root: Uint8Array
  /** Further lines, none of them empty; the specification advises against them. */
  readonly extensions?: readonly string[]
}

/**
 * The text of a checkpoint, which is what gets signed.
 *
 * @throws {TlogError} INTEGER_INVALID, HASH_INVALID; CHECKPOINT_MALFORMED for an origin or extension that is no line
 * @example
 * const text = formatCheckpoint({ origin: 'example.com/log', size: tree.size, root: tree.root() })
 */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  checkInteger('size', size, 0)
  checkHash('root', root)
  const text = `${[origin, size, encodeBase64(root), ...extensions].join('\n')}\n`
  const read = parseCheckpoint(text)
  // A newline within a line would make another checkpoint of it.
  if (read.origin !== origin || read.extensions?.length !== extensions.length) throw new TlogError('CHECKPOINT_MALFORMED', 1)
  return text
}

/**
 * Reads the text of a checkpoint, as {@link openNote} answers it; {@link openCheckpoint} does both.
 *
 * @throws {TlogError} CHECKPOINT_MALFORMED with its line
 * @example
 * const { origin, size } = parseCheckpoint(parseNote(note).text)
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', digits = '', encoded = '', ...rest] = text.split('\n')
  const size = decodeDecimal(digits)
  const root = decodeHash(encoded)
  const extensions = rest.slice(0, -1)
  if (origin === '') throw new TlogError('CHECKPOINT_MALFORMED', 1)
  if (size === undefined) throw new TlogError('CHECKPOINT_MALFORMED', 2)
  if (root === undefined) throw new TlogError('CHECKPOINT_MALFORMED', 3)
  const empty = rest.indexOf('')
  if (rest.length === 0 || empty !== rest.length - 1) throw new TlogError('CHECKPOINT_MALFORMED', 4 + empty)
  return { origin, size, root, extensions }
}

/**
 * Signs a checkpoint. A log must never sign two that are inconsistent.
 *
 * @throws {TlogError} as {@link formatCheckpoint} and {@link signNote}
 * @example
 * const note = await signCheckpoint({ origin: signer.name, size: tree.size, root: tree.root() }, [signer])
 */
export async function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): Promise<string> {
  return signNote(formatCheckpoint(checkpoint), signers)
}

/** Whom to trust for a checkpoint. */
export interface CheckpointTrust {
  /** The keys of the log; one must have signed. */
  readonly log: NoteVerifier | readonly NoteVerifier[]
  /** The origin that is expected; the name of the log's first key unless given. */
  readonly origin?: string
  /** Witnesses whose cosignatures count. */
  readonly witnesses?: readonly NoteVerifier[]
  /** How many of the witnesses must have cosigned; 0 unless given. */
  readonly quorum?: number
}

/** That a witness saw a checkpoint as the largest of its log. */
export interface Cosignature {
  readonly name: string
  /** When, in seconds since 1970, by the witness's clock. */
  readonly time: number
}

/** A checkpoint that its log signed, with the trusted witnesses that cosigned it. */
export interface OpenedCheckpoint extends Checkpoint {
  readonly cosignatures: readonly Cosignature[]
}

/**
 * Verifies a signed checkpoint: the log's signature, the origin, and every cosignature of a trusted witness.
 *
 * @throws {TlogError} NOTE_NOT_SIGNED without the log's signature; ORIGIN_UNEXPECTED; QUORUM_MISSED; SIGNATURE_INVALID when a
 *   trusted key signed wrongly; CHECKPOINT_MALFORMED; the errors of {@link openNote}
 * @example
 * const { size, root } = await openCheckpoint(note, { log: importVerifier(vkey) })
 */
export async function openCheckpoint(
  source: string | Uint8Array,
  { log, origin, witnesses = [], quorum = 0 }: CheckpointTrust,
): Promise<OpenedCheckpoint> {
  const logs = 'verify' in log ? [log] : log
  const { text, verified } = await openNote(source, [...logs, ...witnesses])
  const signedBy = (keys: readonly NoteVerifier[]) =>
    verified.filter(({ name, key_id }) => keys.some((key) => key.name === name && key.key_id === key_id))
  if (signedBy(logs).length === 0) throw new TlogError('NOTE_NOT_SIGNED', logs.map(({ name }) => name).join(', '))
  const checkpoint = parseCheckpoint(text)
  const expected = origin ?? logs[0]?.name ?? ''
  if (checkpoint.origin !== expected) throw new TlogError('ORIGIN_UNEXPECTED', checkpoint.origin, expected)
  const cosignatures = signedBy(witnesses).map(({ name, signature }) => ({ name, time: splitCosignature(signature)?.time ?? 0 }))
  if (cosignatures.length < quorum) throw new TlogError('QUORUM_MISSED', cosignatures.length, quorum)
  return { ...checkpoint, cosignatures }
}
