import { formatNote, type NoteSignature, parseNote } from './note.ts'
import type { NoteSigner } from './signer.ts'
import { TlogError } from './tlog-error.ts'
import type { NoteVerifier } from './verifier.ts'

/** A note of which at least one trusted key signed the text, and none wrongly. */
export interface OpenedNote {
  readonly text: string
  /** The signatures that were verified, one a key. */
  readonly verified: readonly NoteSignature[]
  /** Signatures of keys that were not given: nothing is known of them. */
  readonly unknown: readonly NoteSignature[]
}

/**
 * Reads a note and verifies the signatures of the given keys; others are ignored.
 *
 * @throws {TlogError} NOTE_NOT_SIGNED without a signature of a given key; SIGNATURE_INVALID when one of a given key is wrong;
 *   KEYS_AMBIGUOUS; the errors of {@link parseNote}
 * @example
 * const { text } = await openNote(note, [importVerifier(vkey)])
 */
export async function openNote(source: string | Uint8Array, verifiers: readonly NoteVerifier[]): Promise<OpenedNote> {
  const { text, signatures } = parseNote(source)
  const known = new Map(verifiers.map((verifier) => [keyOf(verifier), verifier]))
  if (known.size !== verifiers.length) throw new TlogError('KEYS_AMBIGUOUS', repeated(verifiers.map(keyOf)))
  const verified = new Map<string, NoteSignature>()
  const unknown: NoteSignature[] = []
  for (const signature of signatures) {
    const verifier = known.get(keyOf(signature))
    if (verifier === undefined) unknown.push(signature)
    else if (!(await verifier.verify(text, signature.signature))) throw new TlogError('SIGNATURE_INVALID', signature.name)
    else if (!verified.has(keyOf(signature))) verified.set(keyOf(signature), signature)
  }
  if (verified.size === 0) throw new TlogError('NOTE_NOT_SIGNED', verifiers.map(({ name }) => name).join(', '))
  return { text, verified: [...verified.values()], unknown }
}

/**
 * Signs a text that ends with a newline, by each signer in order.
 *
 * @throws {TlogError} as {@link formatNote}
 * @example
 * const note = await signNote('Hello\n', [await importSigner(skey)])
 */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  const signatures: NoteSignature[] = []
  for (const signer of signers) signatures.push(await signer.sign(text))
  return formatNote({ text, signatures })
}

function keyOf({ name, key_id }: { readonly name: string; readonly key_id: number }): string {
  return `${name}+${key_id.toString(16).padStart(8, '0')}`
}

function repeated(keys: readonly string[]): string {
  return keys.find((key, i) => keys.indexOf(key) !== i) ?? ''
}
