const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The longest body that is examined, in bytes: a notification has one or two thousand. */
const longest = 64 * 1024

/** One way in which a body may have looked before it was parsed and written again. */
export interface Rewriting {
  /** How it was written, as errors name it. */
  readonly name: string
  readonly body: Uint8Array
}

/**
 * The usual spellings of the same content, without the one at hand. A signature that fits one of them proves that the body was
 * parsed and written again; one that fits none proves nothing.
 */
export function rewritings(body: Uint8Array): Rewriting[] {
  const text = body.length <= longest ? decode(body) : undefined
  if (text === undefined) return []
  const names = new Map<string, string>()
  for (const [name, spelling] of [...trims(text), ...spellings(text)]) if (!names.has(spelling)) names.set(spelling, name)
  names.delete(text)
  const written = [...names].map(([spelling, name]) => ({ name, body: encoder.encode(spelling) }))
  const bytes = fromLatin1(text)
  return bytes ? [...written, { name: 'before its UTF-8 was read as Latin-1', body: bytes }] : written
}

function* trims(text: string): Generator<[name: string, spelling: string]> {
  yield ['without the white space around it', text.trim()]
  yield ['with a line feed at its end', `${text.trim()}\n`]
}

function* spellings(text: string): Generator<[name: string, spelling: string]> {
  const value = parse(text)
  if (value === undefined) return
  const compact = JSON.stringify(value)
  const indented = JSON.stringify(value, undefined, 1)
  yield ['written without spaces', compact]
  yield ['written with \\/ for /', compact.replaceAll('/', '\\/')]
  yield ['written with \\u escapes', escapeAll(compact, /[\u0080-\uffff]/g)]
  yield ['written with \\u escapes for HTML', escapeAll(compact, /[<>&\u2028\u2029]/g)]
  yield ['written with a space after commas and colons', spaced(indented)]
  yield ['written with an indent of 2', JSON.stringify(value, undefined, 2)]
  yield ['written with an indent of 4', JSON.stringify(value, undefined, 4)]
  yield ['written with tabs', JSON.stringify(value, undefined, '\t')]
}

// Within texts JSON has no bare line feeds, so each one here is between two elements.
function spaced(indented: string): string {
  return indented
    .replace(/([{[])\n */g, '$1')
    .replace(/\n *([}\]])/g, '$1')
    .replace(/,\n */g, ', ')
}

function escapeAll(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function fromLatin1(text: string): Uint8Array | undefined {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  return codes.every((code) => code < 0x100) && codes.some((code) => code > 0x7f) ? Uint8Array.from(codes) : undefined
}

function decode(body: Uint8Array): string | undefined {
  try {
    return decoder.decode(body)
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
