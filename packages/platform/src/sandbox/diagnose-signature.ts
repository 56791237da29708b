import { type Authorization, type RequestParts, requestMessage, verifyRequest } from '@card-member/sdk/protocol'
import type { SignatureCheck } from '@card-member/service/sandbox-wire'
import type { Principal } from '../tenants/principal.ts'

interface KnownMistake {
  readonly line: number
  readonly code: string
  readonly issue: string
  readonly parts: RequestParts
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Checks a signature; when it is wrong, tries every known mistake and says which one fits. */
export async function diagnoseSignature(
  received: Pick<RequestParts, 'method' | 'target' | 'body'> & { readonly host: string },
  { timestamp, nonce, signature }: Authorization,
  { key }: Principal,
): Promise<SignatureCheck> {
  const { method, target, body, host } = received
  const right: RequestParts = { method, target, body, timestamp, nonce }
  if (await verifyRequest(right, signature, key)) return { valid: true }
  for (const { line, code, issue, parts } of knownMistakes(right, host))
    if (await verifyRequest(parts, signature, key)) return { valid: false, line, code, issue, signed_line: lineOf(parts, line) }
  if (await verifiesBare(right, signature, key))
    return { valid: false, line: 5, code: 'last_line_feed', issue: 'the last line was not ended by a line feed' }
  return {
    valid: false,
    code: 'none_known',
    issue: 'none of the known mistakes: the private key may not be the one of this serial_no, or what was signed is not what was sent',
  }
}

function knownMistakes(right: RequestParts, host: string): KnownMistake[] {
  const { method, target, timestamp, nonce, body } = right
  const [path = ''] = target.split('?')
  const query = target.slice(path.length)
  const of = (line: number, code: string, issue: string, change: Partial<RequestParts>): KnownMistake => ({
    line,
    code,
    issue,
    parts: { ...right, ...change },
  })
  const text = decoder.decode(body)
  return [
    of(1, 'method_lower_case', 'the method was signed in lower case', { method: method.toLowerCase() }),
    of(1, 'method_other', 'another method was signed', { method: method === 'POST' ? 'GET' : 'POST' }),
    of(2, 'query_left_out', 'the query string was left out', { target: path }),
    of(2, 'whole_url', 'the whole URL was signed instead of path and query', { target: `http://${host}${target}` }),
    of(2, 'whole_url', 'the whole URL was signed instead of path and query', { target: `https://${host}${target}` }),
    of(2, 'path_decoded', 'the path was signed decoded, and sent percent-encoded', { target: decoded(target) }),
    of(2, 'query_order', 'the query was signed in another order', { target: path + sorted(query) }),
    of(2, 'slash_left_out', 'the leading slash was left out', { target: target.slice(1) }),
    of(3, 'time_milliseconds', 'the time was signed in milliseconds', { timestamp: `${timestamp}000` }),
    of(3, 'time_nonce_swapped', 'time and nonce were swapped', { timestamp: nonce, nonce: timestamp }),
    of(4, 'nonce_lower_case', 'the nonce was signed in lower case', { nonce: nonce.toLowerCase() }),
    of(4, 'nonce_upper_case', 'the nonce was signed in upper case', { nonce: nonce.toUpperCase() }),
    of(5, 'body_left_out', 'the body was left out', { body: new Uint8Array() }),
    of(5, 'body_empty_object', 'an empty object was signed where no body was sent', { body: encoder.encode('{}') }),
    of(5, 'body_serialised_again', 'the body was signed before it was serialised again, or the other way round', {
      body: encoder.encode(compact(text)),
    }),
    of(5, 'body_white_space', 'the body was signed with other white space', { body: encoder.encode(spaced(text)) }),
    of(5, 'body_line_feed', 'the body was signed with a line feed at its end', { body: encoder.encode(`${text}\n`) }),
    of(5, 'body_trimmed', 'the body was signed without the white space around it', { body: encoder.encode(text.trim()) }),
    of(5, 'body_escaped', 'the body was signed with non-ASCII characters escaped', { body: encoder.encode(escaped(text)) }),
  ]
}

// What was signed in place of the line, so that both can be shown side by side.
function lineOf({ method, target, timestamp, nonce, body }: RequestParts, line: number): string {
  return [method, target, timestamp, nonce, decoder.decode(body)][line - 1] ?? ''
}

async function verifiesBare(parts: RequestParts, signature: string, { verify }: Principal['key']): Promise<boolean> {
  const bytes = Buffer.from(signature, 'base64')
  return verify(requestMessage(parts).slice(0, -1), new Uint8Array(bytes))
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}

function sorted(query: string): string {
  return query.length === 0 ? '' : `?${query.slice(1).split('&').sort().join('&')}`
}

function compact(text: string): string {
  return parsed(text, (value) => JSON.stringify(value))
}

function spaced(text: string): string {
  return parsed(text, (value) =>
    JSON.stringify(value, null, 1)
      .replaceAll(/\n\s*/g, ' ')
      .replaceAll(/([{[]) | ([}\]])/g, '$1$2'),
  )
}

function escaped(text: string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function parsed(text: string, write: (value: unknown) => string): string {
  try {
    return write(JSON.parse(text))
  } catch {
    return text
  }
}
