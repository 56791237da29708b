import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatEntryBundle,
  formatProofFile,
  newTiles,
  PublishedLog,
  parseCheckpoint,
  parseEntryBundle,
  parseNote,
  parseProofFile,
  parseTilePath,
  type Tile,
  tilePath,
  verifyProofFile,
} from '../src/index.ts'
import { codeOf, failureCode, mutatedTexts } from './fixtures/failures.ts'
import { publish, publishedLog } from './fixtures/published.ts'
import { definedRoot, hex, someEntries } from './fixtures/reference-tree.ts'

describe('the path of a tile', () => {
  it.each<[string, Tile]>([
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/1/x001/x234/067', { level: 1, index: 1234067, width: 256 }],
    ['tile/63/999.p/1', { level: 63, index: 999, width: 1 }],
    ['tile/entries/x001/000.p/255', { level: 'entries', index: 1000, width: 255 }],
    ['tile/0/x009/x007/x199/x254/x740/991', { level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }],
  ])('%s is written and read', (path, tile) => {
    expect([tilePath(tile), parseTilePath(path)]).toEqual([path, tile])
  })

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/000',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/8/0/000',
    '/tile/0/000',
    'tile/0/000\n',
    'checkpoint',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/entries/000.p/',
  ])('%j is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })

  it('is the same when it is written and read again', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const))
    fc.assert(
      fc.property(fc.record({ level, index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) }), (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile)
      }),
    )
  })

  it('of the 70,000 entries of the specification', () => {
    const tiles = [...newTiles(70_000)].filter(({ level }) => level !== 'entries')
    const count = (level: number, full: boolean) => tiles.filter((tile) => tile.level === level && (tile.width === 256) === full).length
    expect([count(0, true), count(0, false), count(1, true), count(1, false), count(2, false), tiles.length]).toEqual([
      273, 1, 1, 1, 1, 277,
    ])
    expect(tiles.filter(({ width }) => width < 256).map(({ level, width }) => [level, width])).toEqual([
      [0, 112],
      [1, 17],
      [2, 1],
    ])
  })
})

describe('an entry bundle', () => {
  it('is the same when it is written and read again, and refused when it is cut short', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), fc.nat(), (entries, cut) => {
        const bytes = formatEntryBundle(entries)
        expect(parseEntryBundle(bytes).map(hex)).toEqual(entries.map(hex))
        const shorter = bytes.slice(0, cut % (bytes.length || 1))
        const code = codeOf(() => expect(parseEntryBundle(shorter).length).toBeLessThanOrEqual(entries.length))
        expect([undefined, 'TILE_MALFORMED']).toContain(code)
      }),
    )
    expect(parseEntryBundle(formatEntryBundle([new Uint8Array(65_535)]))[0]?.length).toBe(65_535)
    expect(codeOf(() => formatEntryBundle([new Uint8Array(65_536)]))).toBe('ENTRY_TOO_LONG')
    expect(codeOf(() => parseEntryBundle(Uint8Array.of(0)))).toBe('TILE_MALFORMED')
  })
})

describe('a published log', () => {
  it('holds what it must at each size, however it grew', async () => {
    const entries = someEntries(1300)
    const { storage, signer, verifier, log } = await publishedLog([])
    for (const [from, to] of [
      [0, 1],
      [1, 255],
      [255, 256],
      [256, 700],
      [700, 700],
      [700, 1300],
    ] as const) {
      await publish(storage, signer, from, entries.slice(from, to))
      const checkpoint = await log.checkpoint()
      expect([checkpoint.size, hex(checkpoint.root)]).toEqual([to, hex(definedRoot(entries.slice(0, to)))])
      await log.verify(checkpoint)
      for (const tile of newTiles(to)) expect(storage.files.has(tilePath(tile))).toBe(true)
    }
    const [checkpoint, older] = [await log.checkpoint(), { size: 300, root: definedRoot(entries.slice(0, 300)) }]
    await log.verifyExtends(older, checkpoint)
    expect(await failureCode(log.verifyExtends({ ...older, root: new Uint8Array(32) }, checkpoint))).toBe('PROOF_INVALID')
    for (const index of [0, 255, 256, 1299]) {
      const { entry, file } = await log.prove(index, checkpoint)
      expect(hex(entry)).toBe(hex(entries[index] ?? new Uint8Array(0)))
      expect((await verifyProofFile(file, { log: verifier })).index).toBe(index)
    }
    expect(await failureCode(log.prove(1300, checkpoint))).toBe('INTEGER_INVALID')
  })

  it('is found changed for every byte of every file that is another, and for every file that is missing', async () => {
    const { storage, log } = await publishedLog(someEntries(260))
    const checkpoint = await log.checkpoint()
    for (const [path, bytes] of [...storage.files]) {
      for (const at of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1]) {
        storage.files.set(
          path,
          bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)),
        )
        const found = await failureCode(log.checkpoint().then((read) => log.verify(read)))
        expect([path, at, found]).not.toEqual([path, at, undefined])
      }
      storage.files.delete(path)
      expect(await failureCode(log.checkpoint().then((read) => log.verify(read)))).toBe('FILE_MISSING')
      storage.files.set(path, bytes)
    }
    await log.verify(checkpoint)
  })

  it('is read without partial tiles that full ones have replaced', async () => {
    const { storage, signer, log } = await publishedLog(someEntries(100))
    const older = await log.checkpoint()
    await publish(storage, signer, 100, someEntries(400).slice(100))
    storage.files.delete('tile/0/000.p/100')
    storage.files.delete('tile/entries/000.p/100')
    await log.verify(older)
    await log.prove(99, older)
  })
})

describe('a .tlog-proof file', () => {
  it('proves its entry without the log, and is refused for every byte that is another', async () => {
    const { log, verifier } = await publishedLog(someEntries(11))
    const { file } = await log.prove(7, await log.checkpoint())
    const proven = await verifyProofFile(file, { log: verifier })
    expect([proven.index, new TextDecoder().decode(proven.entry), proven.checkpoint.size]).toEqual([7, 'entry 7', 11])
    const codes = await Promise.all(mutatedTexts(file).map((bytes) => failureCode(verifyProofFile(bytes, { log: verifier }))))
    expect(codes.indexOf(undefined)).toBe(-1)
  })

  it('is the same when it is written and read again', async () => {
    const { note: checkpoint } = await publishedLog([])
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const any = fc.record(
      { extra: fc.uint8Array({ minLength: 1 }), index: fc.maxSafeNat(), proof: fc.array(hash, { maxLength: 63 }) },
      { requiredKeys: ['index', 'proof'] },
    )
    fc.assert(
      fc.property(any, (file) => {
        expect(parseProofFile(formatProofFile({ ...file, checkpoint }))).toEqual({ ...file, checkpoint })
      }),
    )
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('c2sp.org/tlog-proof@v1', '\n', 'extra AA==', 'index 1', 'index 01', '\n\n', checkpoint, 'x')),
        (parts) => {
          codeOf(() => parseProofFile(parts.join('')))
        },
      ),
    )
  })

  it('without its entry asks for it', async () => {
    const { log, verifier } = await publishedLog(someEntries(3))
    const { extra, ...file } = parseProofFile((await log.prove(1, await log.checkpoint())).file)
    const text = formatProofFile(file)
    expect(await failureCode(verifyProofFile(text, { log: verifier }))).toBe('PROOF_WITHOUT_ENTRY')
    expect((await verifyProofFile(text, { log: verifier }, extra)).index).toBe(1)
    expect(await failureCode(verifyProofFile(text, { log: verifier }, new Uint8Array(2)))).toBe('PROOF_INVALID')
  })

  it('is below 4 KB at 10 million events of 1,000 bytes', async () => {
    const { note } = await publishedLog([])
    const checkpoint = note.replace('\n0\n', '\n10000000\n')
    expect(parseCheckpoint(parseNote(checkpoint).text).size).toBe(10_000_000)
    const proof = Array.from({ length: 24 }, () => new Uint8Array(32))
    expect(formatProofFile({ extra: new Uint8Array(1000), index: 9_999_999, proof, checkpoint }).length).toBeLessThan(4096)
  })

  it('of another log is refused', async () => {
    const [one, other] = [await publishedLog(someEntries(3)), await publishedLog(someEntries(3))]
    const { file } = await one.log.prove(1, await one.log.checkpoint())
    expect(await failureCode(verifyProofFile(file, { log: other.verifier }))).toBe('NOTE_NOT_SIGNED')
    expect(await failureCode(new PublishedLog(one.storage.read, { log: other.verifier }).checkpoint())).toBe('NOTE_NOT_SIGNED')
  })
})
