import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  createWriteStream,
  existsSync,
  fchmodSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  type WriteStream,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'

// Only the owner can read these files, with any umask.
const privateFile = { mode: 0o600 } as const
const folderMode = 0o700

/** Makes a folder, and those it lies in, for their owner alone; what is there stays as it is. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: folderMode })
}

/** Makes an empty file for its owner alone, unless it is there: who opens it next finds its mode. */
export function reservePrivateFile(path: string): void {
  makePrivateFolder(dirname(path))
  closeSync(openSync(path, 'a', privateFile.mode))
}

/**
 * Takes a file that is there away from everybody but its owner; it may have been made with another umask, or copied. One that is
 * somebody else's stays as it is.
 */
export function makePrivate(path: string): void {
  try {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, privateFile.mode)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ENOENT' && code !== 'EPERM' && code !== 'EROFS') throw error
  }
}

/**
 * Writes a file for its owner alone, in place of one that is there: whole or not at all, and with no other's mode.
 */
export function writePrivate(path: string, content: string | Uint8Array): void {
  written(path, content, (beside) => renameSync(beside, path))
}

/** A file for its owner alone to stream into, in place of what is there. */
export function privateStream(path: string): WriteStream {
  return createWriteStream(path, privateFile).once('open', (fd) => fchmodSync(fd, privateFile.mode))
}

/**
 * Writes a file that is kept, unless it is there. It is written beside and then linked: a crash leaves either no file or the
 * whole one, and of processes that start together on one folder the first one wins, so that all of them read the same.
 */
export function writeOnce(path: string, content: string | Uint8Array): void {
  if (existsSync(path)) return
  written(path, content, (beside) => {
    try {
      linkSync(beside, path)
    } catch (error) {
      if (!existsSync(path)) throw error
    }
  })
}

function written(path: string, content: string | Uint8Array, place: (beside: string) => void): void {
  makePrivateFolder(dirname(resolve(path)))
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    writeFileSync(beside, content, { ...privateFile, flush: true })
    place(beside)
  } finally {
    rmSync(beside, { force: true })
  }
}
