import { readSync, writeSync } from 'node:fs'
import { TemporaryFile } from './temporary-file.ts'

const boxTexts = 1024
// A text takes at most three bytes for each of its UTF-16 units.
const unitBytes = 3
const defaultBudget = 4 * 2 ** 20

/** A thousand texts in the file, and where each of them begins. */
interface Place {
  readonly position: number
  readonly starts: Uint32Array
  readonly length: number
}

interface Box {
  readonly bytes: Buffer
  /** When it was asked for last, counted in boxes fetched since the beginning. */
  used: number
}

/**
 * Numbered texts in flat memory: the shared strings of a workbook can be most of a file. They lie in boxes of a thousand in a
 * temporary file, and boxes that were asked for lately also in memory, as bytes, which the collector need not walk.
 * Workbooks ask nearly in order, so few boxes are fetched twice.
 */
export class SharedStrings implements Disposable {
  readonly #budget: number
  readonly #places: Place[] = []
  /** Boxes in memory, by number. */
  readonly #near = new Map<number, Box>()
  #scratch = Buffer.allocUnsafe(65_536)
  #starts = new Uint32Array(boxTexts)
  #filled = 0
  #length = 0
  #held = 0
  #fetched = 0
  #file: TemporaryFile | undefined
  #end = 0

  constructor(budget = defaultBudget) {
    this.#budget = budget
  }

  add(text: string): void {
    const room = this.#length + text.length * unitBytes
    if (room > this.#scratch.length) this.#scratch = Buffer.concat([this.#scratch], room * 2)
    this.#starts[this.#filled++] = this.#length
    this.#length += this.#scratch.write(text, this.#length)
    if (this.#filled === boxTexts) this.#put()
  }

  get(index: number): string | undefined {
    if (!Number.isInteger(index)) return undefined
    const number = Math.floor(index / boxTexts)
    const at = index % boxTexts
    const place = this.#places[number]
    if (place !== undefined) return this.#box(number, place).toString('utf8', place.starts[at], place.starts[at + 1] ?? place.length)
    if (number !== this.#places.length || at >= this.#filled) return undefined
    return this.#scratch.toString('utf8', this.#starts[at], at + 1 < this.#filled ? this.#starts[at + 1] : this.#length)
  }

  [Symbol.dispose](): void {
    this.#file?.[Symbol.dispose]()
    this.#file = undefined
  }

  #put(): void {
    this.#file ??= new TemporaryFile()
    const place = { position: this.#end, starts: this.#starts, length: this.#length }
    for (let done = 0; done < place.length; )
      done += writeSync(this.#file.fd, this.#scratch, done, place.length - done, place.position + done)
    this.#places.push(place)
    this.#end += this.#length
    this.#starts = new Uint32Array(boxTexts)
    this.#filled = 0
    this.#length = 0
  }

  #box(number: number, place: Place): Buffer {
    const near = this.#near.get(number) ?? this.#fetch(number, place)
    near.used = this.#fetched
    return near.bytes
  }

  #fetch(number: number, { position, length }: Place): Box {
    if (this.#file === undefined) throw new Error('the shelf is closed')
    let bytes: Buffer | undefined
    while (this.#held + length > this.#budget && this.#near.size > 0) bytes = this.#forgetOldest()
    // The bytes of a forgotten box are used again where they suffice.
    if (bytes === undefined || bytes.length < length) bytes = Buffer.allocUnsafeSlow(length)
    readSync(this.#file.fd, bytes, 0, length, position)
    const box = { bytes, used: this.#fetched++ }
    this.#held += bytes.length
    this.#near.set(number, box)
    return box
  }

  #forgetOldest(): Buffer {
    const [number, { bytes }] = [...this.#near].reduce((a, b) => (b[1].used < a[1].used ? b : a))
    this.#near.delete(number)
    this.#held -= bytes.length
    return bytes
  }
}
