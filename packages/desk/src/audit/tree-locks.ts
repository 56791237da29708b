import type { TreeRow } from '../store/audit-tables.ts'
import { addTrees, findLog, lockTrees } from '../store/audit-trees.ts'
import type { Store } from '../store/store.ts'
import type { PublicKeys } from './desk-key.ts'
import { deskTree } from './entry.ts'
import { AuditError } from './finding-kind.ts'
import { headText, isHeadSigned } from './head.ts'

/** Trees that are locked until the transaction ends. */
export interface LockedTrees {
  readonly desk_id: string
  readonly rows: ReadonlyMap<string, TreeRow>
  /** Those among them that nobody wrote to yet, except the desk's own. */
  readonly begun: readonly string[]
}

/** Locks trees for writing. A state that the desk did not sign is refused: signing the next one would make it valid. */
export class TreeLocks {
  readonly #keys: PublicKeys
  // By tree, the last state whose signature was verified.
  readonly #verified = new Map<string, string>()
  #desk_id: string | undefined

  constructor(keys: PublicKeys) {
    this.#keys = keys
  }

  /**
   * Reads trees and locks them until the transaction ends. With new trees comes that of the desk as a whole, which names the others.
   *
   * @throws {AuditError} head_forged; log_missing
   */
  async lock(store: Store, trees: readonly string[], time: number): Promise<LockedTrees> {
    const desk_id = await this.deskId(store)
    if (trees.every((tree) => this.#verified.has(tree))) {
      const rows = await lockTrees(store, trees)
      // One is missing when the transaction that made it was rolled back.
      if (rows.length === trees.length) return this.#checked(desk_id, rows)
    }
    const all = [...new Set([deskTree, ...trees])]
    await addTrees(store, all, time)
    return this.#checked(desk_id, await lockTrees(store, all))
  }

  /** @throws {AuditError} log_missing */
  async deskId(store: Store): Promise<string> {
    this.#desk_id ??= (await findLog(store))?.desk_id
    if (this.#desk_id === undefined) throw new AuditError('log_missing', { tree: deskTree })
    return this.#desk_id
  }

  /** Remembers states that were signed here. If they are rolled back, the next lock reads an older one and verifies that. */
  signed(rows: readonly TreeRow[]): void {
    for (const row of rows) this.#verified.set(row.tree, headText(row))
  }

  #checked(desk_id: string, rows: readonly TreeRow[]): LockedTrees {
    for (const row of rows) if (!isNew(row)) this.#check(desk_id, row)
    const begun = rows.filter((row) => isNew(row) && row.tree !== deskTree).map(({ tree }) => tree)
    return { desk_id, rows: new Map(rows.map((row) => [row.tree, row])), begun }
  }

  #check(desk_id: string, row: TreeRow): void {
    const { tree, size } = row
    const text = headText(row)
    if (this.#verified.get(tree) === text) return
    if (!isHeadSigned(row, desk_id, this.#keys)) throw new AuditError('head_forged', { tree, size })
    this.#verified.set(tree, text)
  }
}

function isNew({ size, signature }: TreeRow): boolean {
  return size === 0 && signature === ''
}
