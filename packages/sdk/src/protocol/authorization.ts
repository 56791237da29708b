/** The scheme of merchants and service providers. */
export const partnerScheme = 'WECHATPAY2-SHA256-RSA2048'
/** The scheme of brands that call for themselves. */
export const brandScheme = 'WECHATPAY-BRAND-SHA256-RSA2048'

interface Signed {
  readonly serial_no: string
  readonly nonce: string
  /** Unix seconds, decimal. */
  readonly timestamp: string
  /** Standard base64. */
  readonly signature: string
}

/** An Authorization header of a merchant number, whatever its scheme. */
export interface PartnerAuthorization extends Signed {
  readonly scheme: string
  readonly mchid: string
  readonly brand_id?: undefined
}

/** An Authorization header of a brand. */
export interface BrandAuthorization extends Signed {
  readonly scheme: typeof brandScheme
  readonly brand_id: string
  readonly mchid?: undefined
}

/** The fields of an Authorization header. */
export type Authorization = PartnerAuthorization | BrandAuthorization

/**
 * Writes an Authorization header.
 *
 * @example
 * formatAuthorization({ scheme: partnerScheme, mchid: '1900000001', serial_no, nonce, timestamp, signature })
 */
export function formatAuthorization(authorization: Authorization): string {
  const { scheme, mchid, brand_id, nonce, signature, timestamp, serial_no } = authorization
  const who = mchid === undefined ? `brand_id="${brand_id}"` : `mchid="${mchid}"`
  return `${scheme} ${who},nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial_no}"`
}

const pair = /^([a-z_]+)="([^"\\\r\n]+)"$/
const keys = ['nonce_str', 'signature', 'timestamp', 'serial_no'] as const
const longest = 4096

/**
 * Reads an Authorization header: scheme, one space, the five pairs in any order. It returns `undefined`
 * when a pair is unknown, repeated, unquoted or missing. The brand scheme has a `brand_id`, every other scheme an `mchid`; this
 * function accepts every scheme.
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
  const scheme = header.slice(0, space)
  const who = values.get(scheme === brandScheme ? 'brand_id' : 'mchid')
  const [nonce, signature, timestamp, serial_no] = keys.map((key) => values.get(key))
  if (values.size !== keys.length + 1 || who === undefined) return undefined
  if (nonce === undefined || signature === undefined || timestamp === undefined || serial_no === undefined) return undefined
  if (nonce.length > 64 || !/^\d{1,12}$/.test(timestamp)) return undefined
  const signed = { nonce, timestamp, signature, serial_no }
  return scheme === brandScheme ? { scheme, brand_id: who, ...signed } : { scheme, mchid: who, ...signed }
}
