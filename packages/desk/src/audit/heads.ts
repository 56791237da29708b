import { addHeads, lockHeads } from '../store/audit-heads.ts'
import type { ChainRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import { type DeskKey, isSigned } from './desk-key.ts'
import { AuditError } from './finding-kind.ts'
import { headForm, noHash } from './form.ts'

/** The heads of chains, held for writing. What is not signed by the desk is not written on: that would make it good. */
export class Heads {
  readonly #key: DeskKey
  // Brands whose head was there before, and the head that was last found good.
  readonly #good = new Map<string, string>()

  constructor(key: DeskKey) {
    this.#key = key
  }

  /**
   * Reads heads and holds them until the transaction ends. For brands that are new, the desk's own head comes with them: it
   * counts the chains.
   *
   * @throws {RecordError} head_forged
   */
  async hold(store: Store, brands: readonly string[]): Promise<Map<string, ChainRow>> {
    if (brands.every((brand_id) => this.#good.has(brand_id))) {
      const heads = await lockHeads(store, brands)
      // One is missing when the transaction that made it was rolled back.
      if (heads.length === brands.length) return byBrand(this.#checked(heads))
    }
    const all = [...new Set(['', ...brands])]
    await addHeads(store, all, noHash)
    return byBrand(numbered(this.#checked(await lockHeads(store, all))))
  }

  #checked(heads: readonly ChainRow[]): readonly ChainRow[] {
    for (const head of heads) if (!isNew(head)) this.#check(head)
    return heads
  }

  #check(head: ChainRow): void {
    const { brand_id, sequence, key_id, signature } = head
    const form = headForm(head)
    const text = `${form}${signature}`
    if (this.#good.get(brand_id) === text) return
    if (!isSigned(this.#key.public_keys, key_id, form, signature)) throw new AuditError('head_forged', { brand_id, sequence })
    this.#good.set(brand_id, text)
  }
}

function isNew({ number, sequence, signature }: ChainRow): boolean {
  return number === 0 && sequence === 0 && signature === ''
}

function byBrand(heads: readonly ChainRow[]): Map<string, ChainRow> {
  return new Map(heads.map((head) => [head.brand_id, head]))
}

/** Gives new chains their numbers, the desk's own first. */
function numbered(heads: readonly ChainRow[]): ChainRow[] {
  let chains = heads.find(({ brand_id }) => brand_id === '')?.chains ?? 0
  const given = heads.map((head) => (isNew(head) ? { ...head, number: ++chains } : head))
  return given.map((head) => (head.brand_id === '' ? { ...head, chains } : head))
}
