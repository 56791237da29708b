import { runtime } from '#runtime'

const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/

/** A PEM block: what it says it is, and its bytes. */
export interface Pem {
  readonly label: string
  readonly der: Uint8Array<ArrayBuffer>
}

/** Reads PEM text (literal `\n` and surrounding white space are fine); `undefined` when it holds no well-formed block. */
export function decodePem(text: string): Pem | undefined {
  const [, label, body] = block.exec(text.replaceAll('\\r', '').replaceAll('\\n', '\n')) ?? []
  if (label === undefined || body === undefined) return undefined
  const der = runtime.decodeBase64(body.replace(/\s+/g, ''))
  return der && der.length > 0 ? { label, der } : undefined
}

/** Writes DER as PEM text, 64 characters a line. */
export function encodePem(label: string, der: Uint8Array): string {
  const rows = runtime.encodeBase64(der).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${rows.join('\n')}\n-----END ${label}-----\n`
}
