import { TextDecoder } from 'node:util'
import { BatchFileError } from './batch-file-error.ts'

/** Encodings that a CSV file may have; GB18030 holds GBK. */
export type Encoding = 'utf-8' | 'gb18030' | 'big5' | 'windows-1252' | 'utf-16le' | 'utf-16be'

const names: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ['utf8', 'utf-8'],
  ['gbk', 'gb18030'],
  ['gb2312', 'gb18030'],
  ['gb18030', 'gb18030'],
  ['cp936', 'gb18030'],
  ['big5', 'big5'],
  ['cp950', 'big5'],
  ['windows1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['iso88591', 'windows-1252'],
  ['utf16', 'utf-16le'],
  ['utf16le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
])
const han = /\p{Script=Han}/gu
// One name with a rare character is no doubt about a whole file.
const doubtfulShare = 0.05

/** The encoding that somebody names; throws `BatchFileError` when there is none of that name. */
export function encodingOf(name: string): Encoding {
  const encoding = names.get(
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]/g, ''),
  )
  if (encoding === undefined) throw new BatchFileError('encoding_unknown', { field: 'encoding' })
  return encoding
}

/** What people call an encoding. */
export function nameOfEncoding(encoding: Encoding): string {
  return encoding === 'gb18030' ? 'GBK' : encoding.toUpperCase()
}

/** What a text in UTF-16 shows without its mark: half of each ASCII character is zero. */
export function unmarkedUtf16(head: Buffer): Encoding | undefined {
  let even = 0
  let odd = 0
  for (const [at, byte] of head.entries()) if (byte === 0) at % 2 === 0 ? even++ : odd++
  const enough = head.length / 20
  // A few Chinese characters have a half that is zero, on the other side.
  if (odd > enough && odd > even * 10) return 'utf-16le'
  return even > enough && even > odd * 10 ? 'utf-16be' : undefined
}

/** Whether bytes are text of one encoding, whole characters and no NUL. */
export class TextCheck {
  readonly encoding: Encoding
  readonly #decoder: TextDecoder
  readonly #wide: boolean
  fits = true

  constructor(encoding: Encoding) {
    this.encoding = encoding
    this.#wide = encoding.startsWith('utf-16')
    this.#decoder = new TextDecoder(encoding, { fatal: true })
  }

  /** Returns the text of the bytes while they fit. */
  add(chunk: Buffer): string {
    if (!this.fits) return ''
    try {
      const text = this.#decoder.decode(chunk, { stream: true })
      this.fits = this.#wide ? !text.includes('\0') : !chunk.includes(0)
      return text
    } catch {
      this.fits = false
      return ''
    }
  }

  end(): void {
    if (!this.fits) return
    try {
      this.#decoder.decode()
    } catch {
      this.fits = false
    }
  }
}

/** What a file that is no UTF-8 may be. */
export class Guess {
  readonly #gbk = new TextCheck('gb18030')
  readonly #loose = new TextDecoder('utf-8')
  #whole = 0
  #lost = 0
  #common = 0
  #rare = 0

  add(chunk: Buffer): void {
    const loose = this.#loose.decode(chunk, { stream: true })
    this.#whole += loose.match(han)?.length ?? 0
    this.#lost += loose.split('\uFFFD').length - 1
    const usual = usualCharacters()
    for (const character of this.#gbk.add(chunk)) if (character > '\x7f') usual.has(character) ? this.#common++ : this.#rare++
  }

  /**
   * UTF-8 with damage, which GBK would turn into other words; or GBK, in doubt when it reads as characters that hardly anybody
   * writes, as Big5 and Western encodings do.
   */
  end(): { encoding: Encoding; doubtful: boolean } {
    this.#gbk.end()
    if (this.#whole > this.#lost) return { encoding: 'utf-8', doubtful: false }
    if (!this.#gbk.fits) throw new BatchFileError('encoding_unreadable')
    return { encoding: 'gb18030', doubtful: this.#rare > (this.#common + this.#rare) * doubtfulShare }
  }
}

let usual: ReadonlySet<string> | undefined

/** The characters of GB2312, which nearly all simplified Chinese is written with. */
function usualCharacters(): ReadonlySet<string> {
  if (usual !== undefined) return usual
  const bytes: number[] = []
  for (let lead = 0xa1; lead <= 0xf7; lead++) for (let trail = 0xa1; trail <= 0xfe; trail++) bytes.push(lead, trail)
  usual = new Set(new TextDecoder('gb18030').decode(Uint8Array.from(bytes)))
  return usual
}
