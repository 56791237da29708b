import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from '@card-member/sdk/contract'
import {
  type KeyFile,
  keptVaultKeys,
  parseVaultKeys,
  readKeyFile,
  type VaultKeys,
  VaultKeysError,
  vaultKeyFile,
} from '@card-member/service/database'
import { writeOnce, writePrivate } from '@card-member/service/kept-file'
import { noPlatformKey, TenantsError } from './tenants-error.ts'
import type { LoadedTenants } from './tenants-file.ts'

/** A platform key that the platform created itself. */
export interface StoredKey {
  readonly key_id: string
  readonly file: string
  /** PEM. */
  readonly private_key: string
}

/** A key that the tenants file names. */
export interface SigningKey {
  readonly key_id: string
  /** PEM. */
  readonly public_key: string
}

const publicPem = { type: 'spki', format: 'pem' } as const
const words = {
  named: text({ zh: '须列出平台的签名密钥', en: 'has to name a key that the platform signs with' }),
  own: text({
    zh: '用于签名应答与通知（密钥编号在同目录的 wechatpay_pub.id 中）',
    en: 'signs answers and notifications (its id is in wechatpay_pub.id beside it)',
  }),
  id: text({ zh: '记录平台密钥（同目录的 platform_key.pem）的编号', en: "is the id of the platform's key, platform_key.pem beside it" }),
  storage: text({ zh: '用于加密数据库中的个人信息', en: 'encrypts the personal values in the database' }),
  images: text({
    zh: '标记存放已上传图片的目录，所有进程须共用该目录',
    en: 'marks the folder of uploaded images, which all processes share',
  }),
} satisfies Record<string, KeyFile['words']>

const expectedForms = {
  own: text({ zh: ' RSA 私钥（PEM）', en: 'an RSA private key (PEM)' }),
  id: text({ zh: ' PUB_KEY_ID_ 加 20 至 34 位数字', en: 'PUB_KEY_ID_ and 20 to 34 digits' }),
  uuid: text({ zh: '一个 UUID', en: 'a UUID' }),
} satisfies Record<string, KeyFile['words']>

const storageFileName = 'storage_keys.json'

/** Where uploaded images are kept. */
export function imageFolder(folder: string): string {
  return join(folder, 'media')
}

/** What every process on one database needs: the files of keys in its folder, or those that the tenants file names. */
export function keyFilesOf(loaded: LoadedTenants, folder: string, named: readonly SigningKey[]): KeyFile[] {
  const storage = loaded.file.platform?.storage_key_file
  return [
    named.length > 0 ? tenantsKeyFile(loaded.path, named) : platformKeyFile(folder),
    storage === undefined
      ? vaultKeyFile(join(folder, storageFileName), words.storage, true)
      : vaultKeyFile(loaded.resolve(storage), words.storage, false),
    imageFolderId(imageFolder(folder)),
  ]
}

/** Reads the platform's own key of a folder. @throws {TenantsError} when there is none */
export function readStoredKey(folder: string): StoredKey {
  const { file, idFile } = platformKeyPaths(folder)
  if (!existsSync(file) || !existsSync(idFile)) throw noPlatformKey(folder)
  const key_id = readKeyFile(
    { file: idFile, words: words.id },
    expectedForms.id,
    (text) => /^\s*(PUB_KEY_ID_\d{20,34})\s*$/.exec(text)?.[1],
  )
  // An unreadable key is reported with the name of its file.
  const private_key = readKeyFile({ file, words: words.own }, expectedForms.own, (text) => (createPrivateKey(text) ? text : undefined))
  return { key_id, file, private_key }
}

/** Writes the public half of the platform's own key beside it, for callers. */
export function writePublicKey(folder: string, public_key: string): void {
  // Callers copy this file, so a wrong or damaged one is written again.
  const file = join(folder, 'wechatpay_pub.pem')
  if (!existsSync(file) || readFileSync(file, 'utf8') !== public_key) writePrivate(file, public_key)
}

/**
 * Reads the keys that encrypt personal data at rest: from the file that the tenants file names, or from `folder`. Format:
 * `{ "current": "ID", "keys": { "ID": "base64 of 32 bytes" } }`.
 */
export function storageKeys({ file, read, at }: LoadedTenants, folder: string): VaultKeys {
  const named = file.platform?.storage_key_file
  try {
    if (named === undefined) return keptVaultKeys(join(folder, storageFileName))
    return parseVaultKeys(read(named, 'platform.storage_key_file'), at('platform.storage_key_file'))
  } catch (error) {
    throw error instanceof VaultKeysError ? new TenantsError(error.words) : error
  }
}

// Keys of a tenants file change over time. One known key proves that the file belongs to this database.
function tenantsKeyFile(path: string, named: readonly SigningKey[]): KeyFile {
  const read = () => named.map(({ key_id, public_key }) => ({ key_id, content: public_key }))
  return { purpose: 'signing', file: path, words: words.named, needs: 'some', read }
}

function platformKeyFile(folder: string): KeyFile {
  const { file, idFile } = platformKeyPaths(folder)
  const read = () => {
    if (!existsSync(file) || !existsSync(idFile)) return undefined
    const { key_id, private_key } = readStoredKey(folder)
    return [{ key_id, content: createPublicKey(private_key).export(publicPem) }]
  }
  const make = () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeOnce(idFile, `PUB_KEY_ID_${String(BigInt(`0x${randomBytes(12).toString('hex')}`)).padStart(30, '0')}\n`)
    writeOnce(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  }
  return { purpose: 'signing', file, words: words.own, needs: 'some', read, make }
}

function imageFolderId(folder: string): KeyFile {
  const file = join(folder, 'folder_id')
  const id = () =>
    readKeyFile(
      { file, words: words.images },
      expectedForms.uuid,
      (text) => /^\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/.exec(text)?.[1],
    )
  const read = () => (existsSync(file) ? [{ key_id: 'media', content: id() }] : undefined)
  const make = () => writeOnce(file, `${randomUUID()}\n`)
  return { purpose: 'images', file, words: words.images, needs: 'all', read, make }
}

function platformKeyPaths(folder: string) {
  return { file: join(folder, 'platform_key.pem'), idFile: join(folder, 'wechatpay_pub.id') }
}
