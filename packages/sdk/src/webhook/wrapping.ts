import { decompress, runtime } from '#runtime'
import { isRecord } from '../contract/check.ts'
import { type LocalizedText, text } from '../text.ts'
import { bodyLimit } from './body.ts'
import type { Rewriting } from './rewriting.ts'

const encoder = new TextEncoder()

interface Name {
  readonly en: string
  readonly zh: string
  readonly hint: LocalizedText
}

const base64 = {
  en: 'decoded from base64',
  zh: 'base64 解码后',
  hint: text({
    zh: "API 网关会这样编码（isBase64Encoded），请先解码：Buffer.from(event.body, 'base64')",
    en: "an API gateway encodes bodies so (isBase64Encoded); decode it: Buffer.from(event.body, 'base64')",
  }),
}
const base64url = {
  en: 'decoded from base64url',
  zh: 'base64url 解码后',
  hint: text({ zh: "请先解码：Buffer.from(body, 'base64url')", en: "decode it: Buffer.from(body, 'base64url')" }),
}
const quoted = {
  en: 'taken out of the JSON string it was put in',
  zh: '还原 JSON 字符串后',
  hint: text({ zh: '已是 JSON 的文本被再次序列化', en: 'something stringified a text that was JSON already' }),
}
const percent = {
  en: 'decoded from its URL encoding',
  zh: 'URL 解码后',
  hint: text({ zh: '请求体被当作表单处理', en: 'something treated it as a form' }),
}
const hex = {
  en: 'decoded from hex digits',
  zh: '十六进制解码后',
  hint: text({ zh: '字节被写成十六进制文本', en: 'something printed its bytes' }),
}
const event = {
  en: "taken out of the gateway's event",
  zh: '取自网关事件的 body 后',
  hint: text({
    zh: '请传入 event.body，isBase64Encoded 为 true 时先解码',
    en: 'hand over event.body, decoded when isBase64Encoded is true',
  }),
}
const gzip = {
  en: 'decompressed with gzip',
  zh: 'gzip 解压后',
  hint: text({
    zh: '代理压缩了请求体却未带 Content-Encoding，或未传入该头',
    en: 'a proxy compressed it and left out Content-Encoding, or the header was not handed over',
  }),
}

/** The forms that a body may have had before a gateway, a queue or a framework wrapped it. */
export async function wrappings(body: Uint8Array, text: string | undefined): Promise<Rewriting[]> {
  if (text === undefined) return unzipped(body)
  return [...unwrapped(text)].map(([name, inner]) => named(name, typeof inner === 'string' ? encoder.encode(inner) : inner))
}

function named({ en, zh, hint }: Name, body: Uint8Array): Rewriting {
  const words = text({
    zh: `与${/^[a-z]/i.test(zh) ? ' ' : ''}${zh}的请求体相符：${hint['zh-CN']}`,
    en: `the body ${en}, not the bytes handed over: ${hint.en}`,
  })
  return { name: words, body }
}

async function unzipped(body: Uint8Array): Promise<Rewriting[]> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return []
  const inner = await decompress('gzip', body, bodyLimit)
  return inner === undefined || inner === 'too_large' ? [] : [named(gzip, inner)]
}

function* unwrapped(text: string): Generator<readonly [name: Name, body: string | Uint8Array]> {
  const dense = text.replace(/\s+/g, '')
  const value = parse(text)
  if (typeof value === 'string') {
    yield [quoted, value]
    const inner = fromBase64(value)
    if (inner) yield [base64, inner]
  }
  if (isRecord(value) && typeof value.body === 'string') {
    yield [event, value.body]
    const inner = fromBase64(value.body)
    if (inner) yield [event, inner]
  }
  const bytes = fromBase64(dense)
  if (bytes) yield [/[-_]/.test(dense) ? base64url : base64, bytes]
  if (/^([0-9a-f]{2})+$/i.test(dense)) yield [hex, Uint8Array.from(dense.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))]
  yield* fromForm(text.trim())
}

// Standard or URL-safe, with or without padding.
function fromBase64(text: string): Uint8Array | undefined {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (plain === '' || !/^[A-Za-z0-9+/]+$/.test(plain)) return undefined
  return runtime.decodeBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='))
}

// A form parser reads one name without a value, and may write it with "=" after it.
function* fromForm(text: string): Generator<readonly [name: Name, body: string]> {
  for (const form of new Set([text, text.replace(/=$/, ''), text.replace(/^[\w.-]+=/, '')])) {
    for (const spaces of new Set([form, form.replaceAll('+', ' ')])) {
      const inner = decodePercent(spaces)
      if (inner !== undefined && inner !== text) yield [percent, inner]
    }
  }
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
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
