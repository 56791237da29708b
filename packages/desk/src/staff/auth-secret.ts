import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from '@card-member/sdk/protocol'
import { type KeyFile, readKeyFile } from '@card-member/service/database'
import { writeOnce } from '@card-member/service/kept-file'

const name = 'auth_secret'
const words = text({
  zh: '用于加密动态验证码的密钥，并计算会话令牌的哈希',
  en: 'encrypts second factors and hashes the tokens of sessions',
})
// It has to be as hard to guess as a key.
const shortest = 32
const wanted = text({ zh: `至少 ${shortest} 个字符的密钥`, en: `a secret of at least ${shortest} characters` })

/** The secret as a file that the database remembers. */
export function secretFile(folder: string): KeyFile {
  const file = join(folder, name)
  const read = () => (existsSync(file) ? [{ key_id: name, content: readSecret(folder) }] : undefined)
  const make = () => writeOnce(file, `${randomBytes(32).toString('base64url')}\n`)
  return { purpose: 'sign_in', file, words, needs: 'all', read, make }
}

/** The secret that encrypts second factors and hashes the tokens of sessions, from the desk's folder. */
export function readSecret(folder: string): string {
  return readKeyFile({ file: join(folder, name), words }, wanted, (text) => {
    const secret = text.trim()
    return secret.length >= shortest ? secret : undefined
  })
}
