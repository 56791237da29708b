import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writePrivate } from '@card-member/service/kept-file'

/** Stores images by a name that is derived from their content. */
export interface ImageStore {
  /** Stores an image; storing it again changes nothing. */
  put(name: string, content: Uint8Array): Promise<void>
  /** `undefined` when there is none of that name. */
  get(name: string): Promise<Uint8Array | undefined>
}

/** Stores images in a folder. */
export class ImageFolder implements ImageStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async put(name: string, content: Uint8Array): Promise<void> {
    if ((await this.get(name)) !== undefined) return
    writePrivate(join(this.#folder, name), content)
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
