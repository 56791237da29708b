import { runtime } from '#runtime'

/** A PEM block: its label and its bytes. */
export interface Pem {
  readonly label: string
  /** `undefined` when it has no end, or no base64 between its lines. */
  readonly der: Uint8Array<ArrayBuffer> | undefined
  /** Whether its header says that a password protects it, as for PKCS#1 keys. */
  readonly encrypted: boolean
}

const edge = /-----(BEGIN|END) ([A-Z0-9 ]+)-----/g

/** Finds every PEM block of a text, with any text around them; literal `\n` and white space are fine. */
export function pemBlocks(text: string): Pem[] {
  const flat = text.replaceAll('\\r', '').replaceAll('\\n', '\n')
  const edges = [...flat.matchAll(edge)]
  return edges.flatMap(({ 0: line, 1: side, 2: label = '', index }, at) => {
    if (side !== 'BEGIN') return []
    const next = edges[at + 1]
    const whole = next?.[1] === 'END' && next[2] === label
    return [readBlock(label, whole ? flat.slice(index + line.length, next.index) : undefined)]
  })
}

function readBlock(label: string, body: string | undefined): Pem {
  const encrypted = body !== undefined && /Proc-Type:\s*4,\s*ENCRYPTED/.test(body)
  const base64 = body?.replace(/^[\w-]+:.*$/gm, '') ?? ''
  return { label, der: encrypted ? undefined : decodeLoose(base64), encrypted }
}

/** Decodes base64 of a file: with white space, and with or without padding. */
export function decodeLoose(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bare = text.replace(/\s+/g, '').replace(/=+$/, '')
  const der = runtime.decodeBase64(bare.padEnd(Math.ceil(bare.length / 4) * 4, '='))
  return der && der.length > 0 ? der : undefined
}

/** Writes DER as PEM text, 64 characters a line. */
export function encodePem(label: string, der: Uint8Array): string {
  const rows = runtime.encodeBase64(der).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${rows.join('\n')}\n-----END ${label}-----\n`
}
