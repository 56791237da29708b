import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where images are kept, by a name that their content decides. */
export interface ImageStore {
  /** Keeps an image; keeping it again is harmless. */
  put(name: string, content: Uint8Array): Promise<void>
  /** `undefined` when there is none of that name. */
  get(name: string): Promise<Uint8Array | undefined>
}

/** Keeps images in a folder. */
export class ImageFolder implements ImageStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async put(name: string, content: Uint8Array): Promise<void> {
    if ((await this.get(name)) !== undefined) return
    await mkdir(this.#folder, { recursive: true })
    // Written beside and renamed, so that a crash leaves either no image or the whole one.
    const beside = join(this.#folder, `${name}.${randomBytes(6).toString('hex')}.new`)
    await writeFile(beside, content, { flush: true })
    await rename(beside, join(this.#folder, name))
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(join(this.#folder, name))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }
}
