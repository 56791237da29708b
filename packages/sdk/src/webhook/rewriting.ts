import { type LocalizedText, text } from '../text.ts'
import { wrappings } from './wrapping.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The longest body that is examined, in bytes; a notification has one or two thousand. */
const longest = 64 * 1024

/** A form that a body may have had before something changed it. */
export interface Rewriting {
  /** Name of the form, for errors. */
  readonly name: LocalizedText
  readonly body: Uint8Array
}

/**
 * The forms that a body may have had: the usual spellings of the same content, and bodies that gateways wrap. A signature that
 * fits one of them proves it. A signature that fits none proves nothing.
 */
export async function rewritings(body: Uint8Array): Promise<Rewriting[]> {
  if (body.length > longest) return []
  const text = decode(body)
  if (text === undefined) return wrappings(body, undefined)
  const names = new Map<string, LocalizedText>()
  for (const [en, zh, spelling] of [...trims(text), ...spellings(text)]) if (!names.has(spelling)) names.set(spelling, respelled(en, zh))
  names.delete(text)
  const written = [...names].map(([spelling, name]) => ({ name, body: encoder.encode(spelling) }))
  const bytes = fromLatin1(text)
  const misread = bytes
    ? [{ name: respelled('before its UTF-8 was read as Latin-1', '未把 UTF-8 误读为 Latin-1 时', 'read'), body: bytes }]
    : []
  return [...written, ...misread, ...(await wrappings(body, text))]
}

function respelled(en: string, zh: string, how: 'parsed' | 'read' = 'parsed'): LocalizedText {
  const [reason_en, reason_zh] =
    how === 'read'
      ? ['it was decoded with the wrong character set', '请求体以错误的字符编码解码']
      : ['the body was parsed and re-serialised', '请求体被解析后重新序列化']
  return text({
    zh: `与同一内容的另一写法（${zh}）相符：${reason_zh}`,
    en: `the same content ${en}, not the bytes handed over: ${reason_en}`,
  })
}

type Spelling = readonly [en: string, zh: string, text: string]

function* trims(text: string): Generator<Spelling> {
  yield ['without the white space around it', '首尾无空白', text.trim()]
  yield ['with a line feed at its end', '末尾有换行', `${text.trim()}\n`]
}

function* spellings(text: string): Generator<Spelling> {
  const value = parse(text)
  if (value === undefined) return
  const compact = JSON.stringify(value)
  const indented = JSON.stringify(value, undefined, 1)
  yield ['written without spaces', '无空格', compact]
  yield ['written with \\/ for /', '/ 写作 \\/', compact.replaceAll('/', '\\/')]
  yield ['written with \\u escapes', '非 ASCII 字符写作 \\u 转义', escapeAll(compact, /[\u0080-\uffff]/g)]
  yield ['written with \\u escapes for HTML', 'HTML 字符写作 \\u 转义', escapeAll(compact, /[<>&\u2028\u2029]/g)]
  yield ['written with a space after commas and colons', '逗号与冒号后有空格', spaced(indented)]
  yield ['written with an indent of 2', '缩进 2 格', JSON.stringify(value, undefined, 2)]
  yield ['written with an indent of 4', '缩进 4 格', JSON.stringify(value, undefined, 4)]
  yield ['written with tabs', '以制表符缩进', JSON.stringify(value, undefined, '\t')]
}

// A JSON string contains no bare line feed, so each line feed here is between two elements.
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
