import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnce } from '@card-member/service'

/** The secret that cookies are signed and second factors encrypted with: made once in the desk's folder, and kept there. */
export function readSecret(folder: string): string {
  const file = join(folder, 'auth_secret')
  writeOnce(file, `${randomBytes(32).toString('base64url')}\n`, 0o600)
  return readFileSync(file, 'utf8').trim()
}
