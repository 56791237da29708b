import { hash } from 'node:crypto'
import { CompactTree, formatProofFile, inclusionProof, leafHash, type NodePosition, type Sha256 } from '@card-member/tlog'

type Row = Readonly<Record<string, string | number>>

/** Builds a Merkle tree of events in flat memory, and measures the rate, the memory and the size of a proof. */
export async function benchTree(quick: boolean): Promise<Row[]> {
  const rows: Row[] = []
  const count = quick ? 200_000 : 10_000_000
  const ways: readonly (readonly [string, Sha256 | undefined])[] = [
    ['SHA-256 of the package', undefined],
    ['SHA-256 of node:crypto', (data) => hash('sha256', data, 'buffer')],
  ]
  for (const [name, sha256] of ways) {
    const tree = new CompactTree(undefined, sha256 === undefined ? {} : { sha256 })
    const entry = new Uint8Array(300)
    const view = new DataView(entry.buffer)
    const before = process.memoryUsage.rss()
    const start = performance.now()
    for (let i = 0; i < count; i++) {
      view.setUint32(0, i)
      tree.appendEntry(entry)
    }
    const seconds = (performance.now() - start) / 1000
    const grown = (process.memoryUsage.rss() - before) / 2 ** 20
    rows.push({ way: name, events: count, 'events/s': Math.round(count / seconds), 'MiB more': Math.round(grown) })
  }
  const size = 10_000_000
  const leaf = leafHash(new Uint8Array(0))
  const proof = await inclusionProof(size - 1, size, async (nodes: readonly NodePosition[]) => nodes.map(() => leaf))
  const signature = `\u2014 ${'card-member.example.com/desk/1004'} ${'A'.repeat(92)}\n`
  const checkpoint = `card-member.example.com/desk/1004\n${size}\n${'A'.repeat(43)}=\n\n${signature}${signature.replace('A'.repeat(92), 'A'.repeat(104)).repeat(3)}`
  const file = formatProofFile({ extra: new Uint8Array(1000), index: size - 1, proof, checkpoint })
  return [...rows, { way: 'proof of 1,000 bytes, 3 witnesses', events: size, 'proof bytes': file.length }]
}
