import { isRecord } from '../contract/check.ts'
import { type LocalizedText, text } from '../text.ts'

const names = ['method', 'url', 'timestamp', 'nonce'] as const
const shown = 300

/**
 * Compares the string that the platform verified with the one we signed, and returns the first difference; `undefined`
 * when the platform does not show its string.
 *
 * @param detail `detail` of a 401's body, with `sign_information`
 * @param message what we signed
 */
export function explainSignError(detail: unknown, message: Uint8Array): LocalizedText | undefined {
  const information = isRecord(detail)
    ? (detail.sign_information ?? (isRecord(detail.detail) ? detail.detail.sign_information : undefined))
    : undefined
  if (!isRecord(information)) return undefined
  const { truncated_sign_message: value, sign_message_length: length, method, url } = information
  const ours = linesOf(new TextDecoder().decode(message))
  const theirs = typeof value === 'string' ? linesOf(value) : { head: [method, url], body: undefined }
  for (const [index, name] of names.entries()) {
    const seen = theirs.head[index]
    if (typeof seen === 'string' && seen !== ours.head[index]) return differs(name, seen, ours.head[index] ?? '')
  }
  const seen = theirs.body
  // The platform shows the first bytes of the body only; a character that is cut in two is shown as a replacement character.
  if (seen !== undefined && !ours.body.startsWith(seen.replace(/\ufffd+$/, '')))
    return differs('body', seen, ours.body.slice(0, seen.length))
  if (seen === '' && ours.body !== '') return differs('body', seen, ours.body.slice(0, 8))
  if (typeof length === 'number' && length !== message.length) return differs('length', `${length}`, `${message.length}`)
  return text({
    zh: '待签名串一致，因此私钥与 serial_no 不配对。',
    en: 'The signed strings are the same, so the private key does not belong to serial_no.',
  })
}

/** The lines that are complete, and what follows them without its last line feed. */
function linesOf(value: string): { head: string[]; body: string } {
  const lines = value.split('\n')
  return { head: lines.slice(0, -1).slice(0, names.length), body: lines.slice(names.length).join('\n').replace(/\n$/, '') }
}

const chinese: Readonly<Record<string, string>> = {
  method: '请求方法',
  url: 'URL ',
  timestamp: '时间戳',
  nonce: '随机串',
  body: '请求体',
  length: '待签名串长度',
}

function differs(name: string, seen: string, signed: string): LocalizedText {
  const [theirs, ours] = [seen, signed].map((value) => JSON.stringify(value.length > shown ? `${value.slice(0, shown)}…` : value))
  return text({
    zh: `${chinese[name] ?? name}不一致：平台收到 ${theirs}，本地签名 ${ours}。请求在途中被改动。`,
    en: `The ${name} differs: the platform received ${theirs}, we signed ${ours}. The request was changed on its way.`,
  })
}
