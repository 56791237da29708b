/** The scheme of merchants and service providers. */
export const partnerScheme = 'WECHATPAY2-SHA256-RSA2048'

/** What an Authorization header says. */
export interface Authorization {
  readonly scheme: string
  readonly mchid: string
  readonly serial_no: string
  readonly nonce: string
  /** Unix seconds, decimal. */
  readonly timestamp: string
  /** Standard base64. */
  readonly signature: string
}

/**
 * Writes an Authorization header.
 *
 * @example
 * formatAuthorization({ scheme: partnerScheme, mchid: '1900000001', serial_no, nonce, timestamp, signature })
 */
export function formatAuthorization(authorization: Authorization): string {
  const { scheme, mchid, nonce, signature, timestamp, serial_no } = authorization
  return `${scheme} mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial_no}"`
}

const pair = /^([a-z_]+)="([^"\\\r\n]+)"$/
const keys = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const
const longest = 4096

/**
 * Reads an Authorization header: scheme, one space, the five pairs in any order. Unknown, repeated, unquoted or missing
 * pairs make it malformed, and the answer `undefined`. The scheme itself is not judged here.
 */
export function parseAuthorization(header: string): Authorization | undefined {
  if (header.length > longest) return undefined
  const space = header.indexOf(' ')
  if (space < 1) return undefined
  const values = new Map<string, string>()
  for (const part of header.slice(space + 1).split(',')) {
    const [, key, value] = pair.exec(part) ?? []
    if (key === undefined || value === undefined || values.has(key)) return undefined
    values.set(key, value)
  }
  if (values.size !== keys.length) return undefined
  const [mchid, nonce, signature, timestamp, serial_no] = keys.map((key) => values.get(key))
  if (mchid === undefined || nonce === undefined || signature === undefined || timestamp === undefined || serial_no === undefined)
    return undefined
  if (nonce.length > 64 || !/^\d{1,12}$/.test(timestamp)) return undefined
  return { scheme: header.slice(0, space), mchid, nonce, signature, timestamp, serial_no }
}
