import { concatBytes } from './bytes.ts'

/** One element of a DER encoding. */
export interface Element {
  readonly tag: number
  /** Contents, without tag and length. */
  readonly value: Uint8Array<ArrayBuffer>
  /** Tag, length and contents. */
  readonly whole: Uint8Array<ArrayBuffer>
}

/** DER tags of the structures read here. */
export const tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  version: 0xa0,
} as const

/** Splits the contents of a constructed element into its children; `undefined` when they do not fill it exactly. */
export function children(bytes: Uint8Array<ArrayBuffer>): Element[] | undefined {
  const elements: Element[] = []
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at)
    if (element === undefined) return undefined
    elements.push(element)
    at += element.whole.length
  }
  return elements
}

/** Reads the first element of bytes. */
export function firstElement(bytes: Uint8Array<ArrayBuffer>): Element | undefined {
  return elementAt(bytes, 0)
}

/** Reads bytes that are exactly one SEQUENCE and returns its children. */
export function sequence(bytes: Uint8Array<ArrayBuffer>): Element[] | undefined {
  const outer = elementAt(bytes, 0)
  if (outer?.tag !== tag.sequence || outer.whole.length !== bytes.length) return undefined
  return children(outer.value)
}

function elementAt(bytes: Uint8Array<ArrayBuffer>, at: number): Element | undefined {
  const kind = bytes[at]
  const first = bytes[at + 1]
  if (kind === undefined || first === undefined) return undefined
  let length = first
  let start = at + 2
  if (first > 0x80) {
    const count = first - 0x80
    if (count > 4) return undefined
    length = 0
    for (let index = 0; index < count; index++) {
      const byte = bytes[start++]
      if (byte === undefined) return undefined
      length = length * 256 + byte
    }
  } else if (first === 0x80) return undefined
  const end = start + length
  return end > bytes.length ? undefined : { tag: kind, value: bytes.slice(start, end), whole: bytes.slice(at, end) }
}

/** Writes one element. */
export function encodeElement(kind: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const digits: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  const head = length < 0x80 ? [kind, length] : [kind, 0x80 + digits.length, ...digits]
  return concatBytes([Uint8Array.from(head), ...parts])
}
