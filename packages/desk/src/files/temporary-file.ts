import { randomUUID } from 'node:crypto'
import { closeSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A file for what must not outlive this process, however it ends: it has lost its name before anything is written to it. Where the
 * system does not allow that, it loses it when it is closed.
 */
export class TemporaryFile implements Disposable {
  readonly fd: number
  readonly #path: string

  constructor() {
    this.#path = join(tmpdir(), `card-member-${randomUUID()}`)
    this.fd = openSync(this.#path, 'wx+', 0o600)
    if (process.platform !== 'win32') rmSync(this.#path)
  }

  [Symbol.dispose](): void {
    closeSync(this.fd)
    rmSync(this.#path, { force: true })
  }
}
