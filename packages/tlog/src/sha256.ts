/**
 * SHA-256 of bytes as 32 bytes, computed at once. Give your own where the platform has a faster one, for example
 * `(data) => hash('sha256', data, 'buffer')` of `node:crypto` when entries are long.
 */
export type Sha256 = (data: Uint8Array) => Uint8Array

const block = 64

const roundConstants = Int32Array.from(
  (
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe ' +
    '9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 ' +
    'c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b ' +
    'c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 ' +
    '748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2'
  ).split(' '),
  (word) => Number.parseInt(word, 16),
)
const initial = Int32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19)

// Every call runs to its end before the next, so all share these.
const state = new Int32Array(8)
const schedule = new Int32Array(64)
const tail = new Uint8Array(2 * block)
const tailView = new DataView(tail.buffer)

/**
 * SHA-256 (FIPS 180-4) without a promise: a tree needs one or two short hashes an event, and `crypto.subtle.digest` takes ten times
 * as long for each. It is for public data: nothing here hides from who measures time.
 *
 * @example
 * sha256(new TextEncoder().encode('abc')).length // 32
 */
export function sha256(data: Uint8Array): Uint8Array<ArrayBuffer> {
  state.set(initial)
  const rest = data.length % block
  const whole = data.length - rest
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  for (let at = 0; at < whole; at += block) compress(view, at)
  const end = rest < block - 8 ? block : 2 * block
  tail.fill(0)
  for (let i = 0; i < rest; i++) tail[i] = view.getUint8(whole + i)
  tail[rest] = 0x80
  tailView.setUint32(end - 8, Math.floor(data.length / 2 ** 29))
  tailView.setUint32(end - 4, data.length << 3)
  for (let at = 0; at < end; at += block) compress(tailView, at)
  const digest = new Uint8Array(32)
  const digestView = new DataView(digest.buffer)
  for (let i = 0; i < 8; i++) digestView.setInt32(4 * i, state[i] ?? 0)
  return digest
}

function compress(data: DataView, at: number): void {
  fillSchedule(data, at)
  // Not destructured: that would make an iterator for each block.
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  let e = state[4] ?? 0
  let f = state[5] ?? 0
  let g = state[6] ?? 0
  let h = state[7] ?? 0
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + (roundConstants[i] ?? 0) + (schedule[i] ?? 0)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  add(0, a, b, c, d)
  add(4, e, f, g, h)
}

function fillSchedule(data: DataView, at: number): void {
  for (let i = 0; i < 16; i++) schedule[i] = data.getInt32(at + 4 * i)
  for (let i = 16; i < 64; i++) {
    const x = schedule[i - 15] ?? 0
    const y = schedule[i - 2] ?? 0
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    schedule[i] = ((schedule[i - 16] ?? 0) + s0 + (schedule[i - 7] ?? 0) + s1) | 0
  }
}

function add(first: number, a: number, b: number, c: number, d: number): void {
  state[first] = (state[first] ?? 0) + a
  state[first + 1] = (state[first + 1] ?? 0) + b
  state[first + 2] = (state[first + 2] ?? 0) + c
  state[first + 3] = (state[first + 3] ?? 0) + d
}
