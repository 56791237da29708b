import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CompactTree,
  consistencyProof,
  inclusionProof,
  leafHash,
  sha256,
  treeRoot,
  treeState,
  verifyConsistency,
  verifyInclusion,
} from '../src/index.ts'
import { codeOf, failureCode } from './fixtures/failures.ts'
import { definedRoot, hex, someEntries, treeInMemory } from './fixtures/reference-tree.ts'

const hash32 = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('SHA-256', () => {
  it('is that of the platform, for every length around a block and at random', () => {
    const expectSame = (data: Uint8Array): void => {
      expect(hex(sha256(data))).toBe(createHash('sha256').update(data).digest('hex'))
    }
    for (let length = 0; length < 200; length++) expectSame(new Uint8Array(length).fill(length))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), expectSame))
  })

  it('reads the bytes of a view, not of the buffer below it', () => {
    const data = new Uint8Array(100).fill(7).subarray(13, 90)
    expect(hex(sha256(data))).toBe(createHash('sha256').update(data).digest('hex'))
  })
})

describe('a compact tree', () => {
  // The eight leaves and roots that implementations of Certificate Transparency share.
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]

  it('has the roots of the vectors of Certificate Transparency', () => {
    const tree = new CompactTree()
    const found = [hex(tree.root())]
    for (const leaf of leaves) {
      tree.appendEntry(Buffer.from(leaf, 'hex'))
      found.push(hex(tree.root()))
    }
    expect(found).toEqual(roots)
  })

  it('has the root that RFC 6962 defines, at every size, also when each append goes on from a stored state', () => {
    const entries = someEntries(300)
    let state = new CompactTree().state()
    for (const [i, entry] of entries.entries()) {
      const tree = new CompactTree(state)
      tree.append(leafHash(entry))
      state = tree.state()
      if (i % 7 === 0) expect(hex(tree.root())).toBe(hex(definedRoot(entries.slice(0, i + 1))))
      expect(state.hashes.length).toBe([...(i + 1).toString(2)].filter((bit) => bit === '1').length)
    }
  })

  it('goes on from any size of a tree whose nodes are stored', async () => {
    const entries = someEntries(40)
    const { tree, read } = treeInMemory(entries)
    for (let size = 0; size <= 40; size++) {
      const later = new CompactTree(await treeState(size, read))
      for (const entry of entries.slice(size)) later.appendEntry(entry)
      expect(hex(later.root())).toBe(hex(tree.root()))
    }
    expect(await failureCode(treeState(-1, read))).toBe('INTEGER_INVALID')
    expect(await failureCode(treeState(3, async () => [new Uint8Array(32)]))).toBe('TREE_STATE_INVALID')
  })

  it('hashes with the SHA-256 that it is given', () => {
    let calls = 0
    const counted = (data: Uint8Array) => {
      calls++
      return new Uint8Array(createHash('sha256').update(data).digest())
    }
    const tree = new CompactTree(undefined, { sha256: counted })
    for (const entry of someEntries(4)) tree.appendEntry(entry)
    expect([calls, hex(tree.root())]).toEqual([7, hex(definedRoot(someEntries(4)))])
  })

  it.each([
    ['a size that is no number of leaves', { size: 1.5, hashes: [] }, 'INTEGER_INVALID'],
    ['a size above 2^53 - 1', { size: 2 ** 53, hashes: [new Uint8Array(32)] }, 'INTEGER_INVALID'],
    ['a hash too few', { size: 3, hashes: [new Uint8Array(32)] }, 'TREE_STATE_INVALID'],
    ['a hash of 31 bytes', { size: 1, hashes: [new Uint8Array(31)] }, 'HASH_INVALID'],
  ])('refuses a state with %s', (_what, state, code) => {
    expect(codeOf(() => new CompactTree(state))).toBe(code)
  })
})

describe('proofs', () => {
  it('of inclusion and consistency hold for every leaf and every older size of every tree up to 40 leaves', async () => {
    const { read } = treeInMemory(someEntries(40))
    for (let size = 1; size <= 40; size++) {
      const root = definedRoot(someEntries(size))
      expect(hex(await treeRoot(size, read))).toBe(hex(root))
      for (const [index, entry] of someEntries(size).entries()) {
        const proof = await inclusionProof(index, size, read)
        verifyInclusion({ index, size, leaf_hash: leafHash(entry), root, proof })
        const old_root = definedRoot(someEntries(index))
        verifyConsistency({ old_size: index, old_root, size, root, proof: await consistencyProof(index, size, read) })
      }
      verifyConsistency({ old_size: size, old_root: root, size, root, proof: [] })
    }
  })

  it('of inclusion fail with any other leaf, root, index, size, hash or number of hashes', async () => {
    const entries = someEntries(67)
    const { tree, read } = treeInMemory(entries)
    const claimOf = async (index: number, size: number) => ({
      index,
      size,
      leaf_hash: leafHash(entries[index] ?? new Uint8Array(0)),
      root: await treeRoot(size, read),
      proof: await inclusionProof(index, size, read),
    })
    const any = fc.integer({ min: 1, max: tree.size }).chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)))
    await fc.assert(
      fc.asyncProperty(any, hash32, fc.nat(), fc.nat({ max: 70 }), async ([index, size], other, place, number) => {
        const claim = await claimOf(index, size)
        const changed = [
          { ...claim, leaf_hash: other },
          { ...claim, root: other },
          ...otherProofs(claim.proof, other, place).map((proof) => ({ ...claim, proof })),
          ...(number !== index ? [{ ...claim, index: number }] : []),
        ]
        for (const wrong of changed) expect(['PROOF_INVALID', 'INTEGER_INVALID']).toContain(codeOf(() => verifyInclusion(wrong)))
      }),
    )
  })

  it('of consistency fail with any other root, hash, size or number of hashes', async () => {
    const { read } = treeInMemory(someEntries(67))
    const any = fc.integer({ min: 1, max: 67 }).chain((size) => fc.tuple(fc.integer({ min: 1, max: size }), fc.constant(size)))
    await fc.assert(
      fc.asyncProperty(any, hash32, fc.nat(), fc.nat({ max: 70 }), async ([old_size, size], other, place, number) => {
        const [old_root, root] = [await treeRoot(old_size, read), await treeRoot(size, read)]
        const claim = { old_size, old_root, size, root, proof: await consistencyProof(old_size, size, read) }
        verifyConsistency(claim)
        const changed = [
          { ...claim, old_root: other },
          { ...claim, root: other },
          ...otherProofs(claim.proof, other, place).map((proof) => ({ ...claim, proof })),
          ...(number !== old_size && number > 0 ? [{ ...claim, old_size: number }] : []),
        ]
        for (const wrong of changed) expect(['PROOF_INVALID', 'INTEGER_INVALID']).toContain(codeOf(() => verifyConsistency(wrong)))
      }),
    )
  })

  it('hold at the largest sizes, up to 2^53 - 1, with at most 53 and 54 hashes', async () => {
    // In a tree of equal leaves every node of a level is the same.
    const leaf = leafHash(new Uint8Array(0))
    const levels = [leaf]
    for (let level = 1; level <= 53; level++) {
      const tree = new CompactTree()
      const below = levels.at(-1) ?? leaf
      tree.append(below)
      tree.append(below)
      levels.push(tree.root())
    }
    const read = async (nodes: readonly { readonly level: number }[]) => nodes.map(({ level }) => levels[level] ?? leaf)
    const large = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
    const check = async (size: number, at: number) => {
      const [index, root] = [at % size, await treeRoot(size, read)]
      const inclusion = await inclusionProof(index, size, read)
      verifyInclusion({ index, size, leaf_hash: leaf, root, proof: inclusion })
      const consistency = await consistencyProof(index, size, read)
      verifyConsistency({ old_size: index, old_root: await treeRoot(index, read), size, root, proof: consistency })
      expect([inclusion.length <= 53, consistency.length <= 54]).toEqual([true, true])
      const state = new CompactTree({ size, hashes: subtrees(size).map((level) => levels[level] ?? leaf) })
      expect(hex(state.root())).toBe(hex(root))
    }
    for (const size of [2 ** 31 - 1, 2 ** 31, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER]) {
      await check(size, size - 1)
      await check(size, 2 ** 33)
    }
    await fc.assert(fc.asyncProperty(large, large, check))
    const full = new CompactTree({ size: Number.MAX_SAFE_INTEGER, hashes: levels.slice(0, 53).reverse() })
    expect(codeOf(() => full.append(leaf))).toBe('INTEGER_INVALID')
  })
})

/** Proofs that differ from one by a hash: added, replaced or left out. */
function otherProofs(proof: readonly Uint8Array[], other: Uint8Array, place: number): Uint8Array[][] {
  const longer = [
    [...proof, other],
    [other, ...proof],
  ]
  return proof.length === 0 ? longer : [...longer, proof.with(place % proof.length, other), proof.slice(1)]
}

function subtrees(size: number): number[] {
  const bits = [...size.toString(2)].reverse()
  return bits.flatMap((bit, level) => (bit === '1' ? [level] : [])).reverse()
}
