import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnce } from '@card-member/service'
import { type KeyFile, readKeyFile } from '@card-member/service/database'

const name = 'auth_secret'
const words = {
  en: 'encrypts second factors and signs cookies',
  'zh-CN': '用于加密第二因素，并签名 Cookie',
} as const
// Whoever can guess it can write cookies.
const shortest = 32
const wanted = { en: `a secret of at least ${shortest} characters`, 'zh-CN': `至少 ${shortest} 个字符的密钥` } as const

/** The secret as a file that the database remembers. */
export function secretFile(folder: string): KeyFile {
  const file = join(folder, name)
  const read = () => (existsSync(file) ? [{ key_id: name, content: readSecret(folder) }] : undefined)
  const make = () => writeOnce(file, `${randomBytes(32).toString('base64url')}\n`)
  return { purpose: 'sign_in', file, words, needs: 'all', read, make }
}

/** The secret that cookies are signed and second factors encrypted with, from the desk's folder. */
export function readSecret(folder: string): string {
  return readKeyFile({ file: join(folder, name), words }, wanted, (text) => {
    const secret = text.trim()
    return secret.length >= shortest ? secret : undefined
  })
}
