import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnce } from '@card-member/service'
import type { KeyFile } from '@card-member/service/database'

const name = 'auth_secret'
const words = {
  en: 'encrypts second factors and signs cookies',
  'zh-CN': '用于加密第二因素，并签名 Cookie',
} as const

/** The secret as a file that the database remembers. */
export function secretFile(folder: string): KeyFile {
  const file = join(folder, name)
  const read = () => (existsSync(file) ? [{ key_id: name, content: readSecret(folder) }] : undefined)
  const make = () => writeOnce(file, `${randomBytes(32).toString('base64url')}\n`)
  return { purpose: 'sign_in', file, words, needs: 'all', read, make }
}

/** The secret that cookies are signed and second factors encrypted with, from the desk's folder. */
export function readSecret(folder: string): string {
  return readFileSync(join(folder, name), 'utf8').trim()
}
