import { addHeads, lockHeads } from '../store/audit-heads.ts'
import type { ChainRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import { type DeskKey, verifySignature } from './desk-key.ts'
import { AuditError } from './finding-kind.ts'
import { firstPreviousHash, headMessage } from './message.ts'

/** Locks the heads of chains for writing. A head that the desk did not sign is refused: signing the next one would make it valid. */
export class HeadLocks {
  readonly #key: DeskKey
  // By brand, the last head whose signature was verified.
  readonly #verified = new Map<string, string>()

  constructor(key: DeskKey) {
    this.#key = key
  }

  /**
   * Reads heads and locks them until the transaction ends. With new brands comes the head of the desk as a whole, which counts the
   * chains.
   *
   * @throws {AuditError} head_forged
   */
  async lock(store: Store, brands: readonly string[]): Promise<Map<string, ChainRow>> {
    if (brands.every((brand_id) => this.#verified.has(brand_id))) {
      const heads = await lockHeads(store, brands)
      // A head is missing when the transaction that made it was rolled back.
      if (heads.length === brands.length) return byBrand(this.#checked(heads))
    }
    const all = [...new Set(['', ...brands])]
    await addHeads(store, all, firstPreviousHash)
    return byBrand(numbered(this.#checked(await lockHeads(store, all))))
  }

  #checked(heads: readonly ChainRow[]): readonly ChainRow[] {
    for (const head of heads) if (!isNew(head)) this.#check(head)
    return heads
  }

  #check(head: ChainRow): void {
    const { brand_id, sequence, key_id, signature } = head
    const message = headMessage(head)
    const text = `${message}${signature}`
    if (this.#verified.get(brand_id) === text) return
    if (!verifySignature(this.#key.public_keys, key_id, message, signature)) throw new AuditError('head_forged', { brand_id, sequence })
    this.#verified.set(brand_id, text)
  }
}

function isNew({ number, sequence, signature }: ChainRow): boolean {
  return number === 0 && sequence === 0 && signature === ''
}

function byBrand(heads: readonly ChainRow[]): Map<string, ChainRow> {
  return new Map(heads.map((head) => [head.brand_id, head]))
}

/** Numbers new chains, that of the desk as a whole first. */
function numbered(heads: readonly ChainRow[]): ChainRow[] {
  let chains = heads.find(({ brand_id }) => brand_id === '')?.chains ?? 0
  const given = heads.map((head) => (isNew(head) ? { ...head, number: ++chains } : head))
  return given.map((head) => (head.brand_id === '' ? { ...head, chains } : head))
}
