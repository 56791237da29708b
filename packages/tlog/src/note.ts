import { decodeBase64, encodeBase64 } from './base64.ts'
import { concatBytes, decodeUtf8 } from './bytes.ts'
import { TlogError } from './tlog-error.ts'

/** The line of a note that carries a signature. */
export interface NoteSignature {
  /** The name of the key. */
  readonly name: string
  /** The 32-bit id of the key. */
  readonly key_id: number
  /** What the key made, without the id: 64 bytes for Ed25519, 72 for a cosignature with its time. */
  readonly signature: Uint8Array
}

/** A signed note (C2SP signed-note) whose signatures nobody has verified yet. */
export interface Note {
  /** The text that is signed; it ends with a newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const maxCharacters = 1_000_000
const maxSignatures = 100
const keyIdLength = 4
// Those below U+0020 but the newline.
const controls = /[^\n\u0020-\u{10ffff}]/u

/** Whether a key may have this name: not empty, no spaces, no control characters, no plus sign. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\p{White_Space}+]+$/u.test(name) && !controls.test(name)
}

/**
 * Reads a signed note without verifying anything; {@link openNote} verifies.
 *
 * @throws {TlogError} NOTE_NOT_TEXT, NOTE_MALFORMED with its line, NOTE_TOO_LARGE (above 1,000,000 characters or 100 signatures)
 * @example
 * const { text, signatures } = parseNote(await readFile('checkpoint'))
 */
export function parseNote(source: string | Uint8Array): Note {
  if (source.length > 3 * maxCharacters) throw new TlogError('NOTE_TOO_LARGE', maxCharacters)
  const whole = decodeUtf8(source)
  if (whole === undefined || controls.test(whole)) throw new TlogError('NOTE_NOT_TEXT')
  if (whole.length > maxCharacters) throw new TlogError('NOTE_TOO_LARGE', maxCharacters)
  const split = whole.lastIndexOf('\n\n')
  const text = whole.slice(0, split + 1)
  const textLines = text.split('\n').length
  if (split === -1 || !whole.endsWith('\n')) throw new TlogError('NOTE_MALFORMED', whole.split('\n').length)
  const lines = whole.slice(split + 2, -1).split('\n')
  if (lines.length > maxSignatures) throw new TlogError('NOTE_TOO_LARGE', maxSignatures)
  return { text, signatures: lines.map((line, i) => parseSignatureLine(line, textLines + 1 + i)) }
}

function parseSignatureLine(line: string, number: number): NoteSignature {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  const bytes = decodeBase64(encoded)
  if (!isKeyName(name) || bytes === undefined || bytes.length <= keyIdLength) throw new TlogError('NOTE_MALFORMED', number)
  return { name, key_id: new DataView(bytes.buffer).getUint32(0), signature: bytes.subarray(keyIdLength) }
}

/**
 * Writes a signed note.
 *
 * @throws {TlogError} NOTE_NOT_TEXT, NOTE_MALFORMED when the text does not end with a newline or there is no signature; KEY_NAME_INVALID
 * @example
 * await writeFile('checkpoint', formatNote({ text, signatures }))
 */
export function formatNote({ text, signatures }: Note): string {
  const whole = `${text}\n${signatures.map(formatSignatureLine).join('')}`
  // What cannot be read again is not written.
  parseNote(whole)
  return whole
}

/**
 * One signature as a line of a note, with its newline: what a witness answers with.
 *
 * @throws {TlogError} KEY_NAME_INVALID
 * @example
 * const cosigned = checkpoint + formatSignatureLine(await witness.sign(text))
 */
export function formatSignatureLine({ name, key_id, signature }: NoteSignature): string {
  if (!isKeyName(name)) throw new TlogError('KEY_NAME_INVALID', name)
  const id = new Uint8Array(keyIdLength)
  new DataView(id.buffer).setUint32(0, key_id)
  return `\u2014 ${name} ${encodeBase64(concatBytes(id, signature))}\n`
}
