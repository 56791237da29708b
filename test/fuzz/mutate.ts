import fc from 'fast-check'

type Bytes = Uint8Array<ArrayBuffer>

const longest = 1 << 20
const encoder = new TextEncoder()
// What readers of text, numbers and lengths get wrong.
const usual = [
  '\0',
  '\ufeff',
  '\r\n',
  '\n\n',
  '\u202e',
  '\u{1f600}',
  '"',
  "'",
  '\\',
  ',',
  ';',
  '=',
  ':',
  '%00',
  '%',
  '../',
  '-',
  '-1',
  '0',
  '1e400',
  '9007199254740993',
  '99999999999999999999',
  'null',
  '{',
  '[',
  '}',
  ']',
  '<',
  '&#0;',
  '__proto__',
]
const bounds = [0, 1, 0x20, 0x7f, 0x80, 0xc0, 0xed, 0xf4, 0xfe, 0xff]

interface Step {
  readonly kind: number
  /** From 0 to 1: where it is done. */
  readonly at: number
  /** From 0 to 1: how far it goes. */
  readonly reach: number
  readonly value: number
}

const steps = fc.array(
  fc.record({
    kind: fc.nat(9),
    at: fc.nat(65_535).map((part) => part / 65_536),
    reach: fc.nat(65_535).map((part) => part / 65_536),
    value: fc.nat(65_535),
  }),
  { maxLength: 8, size: 'max' },
)

/** Makes bytes out of a text. */
export function bytesOf(text: string): Bytes {
  return encoder.encode(text)
}

/**
 * The seeds with up to eight changes: bits, bytes and ranges that are changed, lost, repeated, moved, taken from another seed, or
 * put in from a dictionary.
 */
export function mutated(seeds: readonly Bytes[], dictionary: readonly string[] = []): fc.Arbitrary<Bytes> {
  return changedBy(fc.constantFrom(...seeds), seeds, dictionary)
}

/** The same for bytes that are made anew for each input. */
export function changedBy(
  made: fc.Arbitrary<Bytes>,
  others: readonly Bytes[] = [],
  dictionary: readonly string[] = [],
): fc.Arbitrary<Bytes> {
  const words = [...dictionary, ...usual].map((word) => encoder.encode(word))
  return fc.tuple(made, steps).map(([bytes, changes]) => changes.reduce((now, step) => change(now, step, others, words), bytes))
}

/** Any JSON in which up to four values are others, missing or repeated; one of four as bytes that are changed besides. */
export function mutatedJson(documents: readonly unknown[], dictionary: readonly string[] = []): fc.Arbitrary<Bytes> {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e300, '', [], {}, [[]], '\0', '\ud800', '\u{1f600}', 'x'.repeat(5000), ...dictionary),
    fc.jsonValue({ maxDepth: 2 }),
  )
  const edits = fc.array(
    fc.record({ at: fc.nat(1000), kind: fc.nat(4), value: odd, name: fc.constantFrom('__proto__', 'constructor', 'x', 'y'.repeat(300)) }),
    {
      maxLength: 4,
    },
  )
  const written = fc.tuple(fc.constantFrom(...documents), edits).map(([document, changes]) => {
    const copy: { value: unknown } = { value: structuredClone(document) }
    for (const edit of changes) editAt(copy, { ...edit, value: structuredClone(edit.value) })
    return encoder.encode(JSON.stringify(copy.value) ?? '')
  })
  return fc.oneof({ weight: 3, arbitrary: written }, { weight: 1, arbitrary: changedBy(written) })
}

interface Edit {
  readonly at: number
  readonly kind: number
  readonly value: unknown
  readonly name: string
}

function editAt(root: { value: unknown }, { at, kind, value, name }: Edit): void {
  const places = placesIn(root)
  const place = places[at % places.length]
  if (place === undefined) return
  const [holder, key] = place
  if (kind === 0) Reflect.deleteProperty(holder, key)
  else if (kind === 1) Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
  else if (kind === 2) Reflect.set(holder, key, [Reflect.get(holder, key), Reflect.get(holder, key)])
  else if (kind === 3) Reflect.set(holder, key, String(Reflect.get(holder, key)))
  else Reflect.set(holder, key, value)
}

function placesIn(holder: object): [object, string][] {
  return Object.keys(holder).flatMap((key) => {
    const value: unknown = Reflect.get(holder, key)
    const below = typeof value === 'object' && value !== null ? placesIn(value) : []
    return [[holder, key] satisfies [object, string], ...below]
  })
}

function change(bytes: Bytes, { kind, at, reach, value }: Step, seeds: readonly Bytes[], words: readonly Bytes[]): Bytes {
  const start = Math.floor(at * (bytes.length + 1))
  // Short reaches are likelier: they leave more of the structure as it is.
  const end = Math.min(bytes.length, start + Math.ceil(reach ** 3 * 256))
  const [before, range, after] = [bytes.subarray(0, start), bytes.subarray(start, end), bytes.subarray(end)]
  if (kind === 0) return replaced(bytes, start, (byte) => byte ^ (1 << (value % 8)))
  if (kind === 1) return replaced(bytes, start, () => bounds[value % bounds.length] ?? 0)
  if (kind === 2) return joined(before, after)
  if (kind === 3) return joined(before, ...Array.from({ length: 2 + (value % 60) }, () => range), after)
  if (kind === 4) return new Uint8Array(before)
  if (kind === 5) return joined(before, words[value % words.length] ?? range, range, after)
  if (kind === 6) return joined(before, words[value % words.length] ?? range, after)
  if (kind === 7) return joined(after, range, before)
  if (kind === 8) return joined(before, Uint8Array.of(value & 255, value >> 8), range, after)
  const other = seeds[value % Math.max(1, seeds.length)] ?? bytes
  return joined(before, other.subarray(Math.floor(reach * other.length)))
}

function replaced(bytes: Bytes, at: number, by: (byte: number) => number): Bytes {
  return bytes.map((byte, index) => (index === at ? by(byte) : byte))
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(
    Math.min(
      longest,
      parts.reduce((sum, { length }) => sum + length, 0),
    ),
  )
  let at = 0
  for (const part of parts) {
    const fitting = part.subarray(0, longest - at)
    whole.set(fitting, at)
    at += fitting.length
  }
  return whole
}
