import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnce } from '@card-member/service/kept-file'

/** The sandbox token of a folder: created once, readable by its owner only, the same at every start. */
export function readOrCreateToken(folder: string): string {
  const file = join(folder, 'sandbox.token')
  writeOnce(file, `${randomBytes(24).toString('base64url')}\n`)
  return readFileSync(file, 'utf8').trim()
}

/** Whether an Authorization header has the token; compares in constant time. */
export function isValidToken(authorization: string | undefined, token: string): boolean {
  // The scheme is case-insensitive.
  const [given, wanted] = [(authorization ?? '').replace(/^bearer /i, 'Bearer '), `Bearer ${token}`].map((text) =>
    createHash('sha256').update(text).digest(),
  )
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted)
}
