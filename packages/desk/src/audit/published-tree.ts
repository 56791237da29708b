import { constants } from 'node:fs'
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { newTiles, openCheckpoint, type Tile, tilePath, tileWidth } from '@card-member/tlog'
import { listTrees } from '../store/audit-reading.ts'
import type { CheckpointRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import { contentOf, wholeNote } from './checkpoints.ts'
import { compareCheckpoint } from './compare-checkpoint.ts'
import type { DeskKey } from './desk-key.ts'
import { entryBundle } from './entry-bundle.ts'
import { AuditError } from './finding-kind.ts'
import { signerOf, verifiersOf } from './note-keys.ts'
import { readTile } from './tiles.ts'
import { TreeReader } from './tree-reader.ts'

/** What was published of one tree. */
export interface PublishedTree {
  readonly tree: string
  readonly origin: string
  readonly size: number
  /** How many files were written, the checkpoint included. */
  readonly files: number
}

/** The static files of one tree, as tlog-tiles lays them out. */
export class TreeFolder {
  readonly #store: Store
  readonly #key: DeskKey
  readonly #folder: string
  readonly #tree: string
  #files = 0

  constructor(store: Store, key: DeskKey, out: string, tree: string) {
    this.#store = store
    this.#key = key
    this.#folder = join(out, tree)
    this.#tree = tree
  }

  /**
   * Writes what the checkpoint needs and the folder lacks, the checkpoint itself last, each file whole or not at all.
   *
   * @param stamp makes the time stamp of a checkpoint's bytes; undefined when none is wanted
   * @throws {AuditError} when the folder has a checkpoint that this one does not extend: then nothing is written
   */
  async publish(checkpoint: CheckpointRow, stamp?: (note: string) => Promise<Uint8Array | undefined>): Promise<PublishedTree> {
    const { origin, size } = contentOf(checkpoint)
    const old_size = await this.#publishedSize(origin)
    const first_index = (await listTrees(this.#store)).get(this.#tree)?.first_index ?? 0
    // Another process may have published a later one.
    if (old_size > size) return { tree: this.#tree, origin, size: old_size, files: 0 }
    for (const tile of newTiles(size, old_size)) await this.#writeTile(tile, first_index)
    await this.#removePurged(Math.floor(first_index / tileWidth))
    await this.#write('vkey', `${signerOf(this.#key, origin).vkey}\n`)
    const note = wholeNote(checkpoint)
    if ((await this.#read('checkpoint'))?.toString() !== note) {
      const token = await stamp?.(note)
      if (token !== undefined) await this.#write('checkpoint.tsr', token)
      await this.#write('checkpoint', note)
    }
    return { tree: this.#tree, origin, size, files: this.#files }
  }

  async #publishedSize(origin: string): Promise<number> {
    const bytes = await this.#read('checkpoint')
    if (bytes === undefined) return 0
    const at = { tree: this.#tree, subject: join(this.#folder, 'checkpoint') }
    const opened = await openCheckpoint(bytes, { log: verifiersOf(this.#key, origin), origin }).catch(() => undefined)
    if (opened === undefined) throw new AuditError(bytes.toString().startsWith(`${origin}\n`) ? 'checkpoint_forged' : 'other_log', at)
    const { size, root } = opened
    const now = (await listTrees(this.#store)).get(this.#tree)?.size ?? 0
    const content = { size, root: Buffer.from(root).toString('base64') }
    const kind = await compareCheckpoint(new TreeReader(this.#store, this.#tree), now, content)
    if (kind !== undefined) throw new AuditError(kind, { ...at, size })
    return size
  }

  // A tile that is full never changes, so that one which is there stays.
  async #writeTile(tile: Tile, first_index: number): Promise<void> {
    const path = tilePath(tile)
    if (await isThere(join(this.#folder, path))) return
    const content =
      tile.level === 'entries' ? await entryBundle(this.#store, this.#tree, tile, first_index) : await this.#hashes(tile.level, tile)
    if (content !== undefined) await this.#write(path, content)
  }

  async #hashes(level: number, { index, width }: Tile): Promise<Uint8Array> {
    return Buffer.concat(await readTile(this.#store, this.#tree, level, index, width))
  }

  async #removePurged(bundles: number): Promise<void> {
    for (let index = bundles - 1; index >= 0; index--) {
      const path = join(this.#folder, tilePath({ level: 'entries', index, width: tileWidth }))
      if (!(await isThere(path))) break
      await rm(path, { force: true })
      await rm(`${path}.p`, { recursive: true, force: true })
    }
  }

  async #write(name: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.#folder, name)
    const bytes = Buffer.from(content)
    if ((await this.#read(name))?.equals(bytes)) return
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.new`, bytes, { flush: true })
    await rename(`${path}.new`, path)
    this.#files++
  }

  async #read(name: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.#folder, name))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}
