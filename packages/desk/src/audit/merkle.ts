import { hash } from 'node:crypto'

export const sha256 = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer')

export function leafHash(entry: Uint8Array, sha: typeof sha256 = sha256): Uint8Array {
  return sha(Buffer.concat([Buffer.of(0), entry]))
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([Buffer.of(1), left, right]))
}

export interface Frontier {
  readonly size: number
  readonly hashes: readonly Uint8Array[]
}

export function appendLeaves({ size, hashes }: Frontier, leaves: readonly Uint8Array[]): Frontier {
  const edge = [...hashes]
  let count = size
  for (const leaf of leaves) {
    let node = leaf
    for (let n = count; n % 2 === 1; n = Math.floor(n / 2)) node = nodeHash(edge.pop() ?? node, node)
    edge.push(node)
    count++
  }
  return { size: count, hashes: edge }
}

export function rootOf({ hashes }: Frontier): Uint8Array {
  const edge = [...hashes]
  let root = edge.pop()
  if (root === undefined) return sha256(new Uint8Array())
  for (let next = edge.pop(); next !== undefined; next = edge.pop()) root = nodeHash(next, root)
  return root
}

export function rootOfTile(hashes: readonly Uint8Array[]): Uint8Array {
  return rootOf(appendLeaves({ size: 0, hashes: [] }, hashes))
}
