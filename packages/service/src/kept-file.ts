import { existsSync, linkSync, mkdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a file that is kept, unless it is there. It is written beside and then linked: a crash leaves either no file or the
 * whole one, and of processes that start together on one folder the first one wins, so that all of them read the same.
 */
export function writeOnce(path: string, text: string, mode: number): void {
  if (existsSync(path)) return
  mkdirSync(join(path, '..'), { recursive: true })
  const beside = `${path}.${process.pid}.new`
  writeFileSync(beside, text, { mode, flush: true })
  try {
    linkSync(beside, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    unlinkSync(beside)
  }
}
