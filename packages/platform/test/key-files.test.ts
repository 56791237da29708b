import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { kinds, makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { expectDamageNamed, makeKeyFolder } from '../../service/test/damaged-key-file.ts'
import { startPlatform } from '../src/index.ts'
import { makeTenants, type TenantsFolder } from './fixtures/tenants.ts'

const keyFiles = ['platform_key.pem', 'wechatpay_pub.id', 'storage_keys.json', 'media/folder_id']

/** Starts a platform and stops it again; resolves with its key. */
async function start({ tenants }: TenantsFolder, database: Pick<TestDatabase, 'url'>, folder: string): Promise<string> {
  await using platform = await startPlatform({ tenants, database: database.url, folder, log: new CapturedLog().log })
  return platform.wechatpay_public_key
}

// Making keys takes a while: a folder with keys and their database, for tests to copy.
const ready = makeKeyFolder()
beforeAll(async () => {
  using tenants = makeTenants()
  await start(tenants, { url: `sqlite:${join(ready.path, 'platform.db')}` }, ready.path)
})
afterAll(() => ready[Symbol.dispose]())

test.each(kinds)('a platform without the keys of its database on %s does not start, names each file, and makes none', async (kind) => {
  using tenants = makeTenants()
  using first = makeKeyFolder()
  using second = makeKeyFolder()
  await using database = await makeDatabase(kind)
  const key = await start(tenants, database, first.path)
  const refused = start(tenants, database, second.path)
  await expect(refused).rejects.toMatchObject({ name: 'KeysError' })
  for (const file of keyFiles.filter((name) => name !== 'wechatpay_pub.id'))
    await expect(refused).rejects.toThrow(`${join(second.path, file)} is missing: it `)
  for (const file of keyFiles) expect(existsSync(join(second.path, file))).toBe(false)

  for (const file of keyFiles) cpSync(join(first.path, file), join(second.path, file))
  expect(await start(tenants, database, second.path)).toBe(key)
})

test('of platforms that start together on an empty PostgreSQL with a folder each, one makes keys and the others do not start', async () => {
  using tenants = makeTenants()
  await using database = await makeDatabase('postgres')
  using root = makeKeyFolder()
  const folders = ['a', 'b', 'c'].map((name) => join(root.path, name))
  const ended = await Promise.allSettled(folders.map((folder) => start(tenants, database, folder)))
  expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(folders.filter((folder) => existsSync(join(folder, 'storage_keys.json')))).toHaveLength(1)
})

test('platforms that start together on one folder and an empty PostgreSQL have the same keys', async () => {
  using tenants = makeTenants()
  await using database = await makeDatabase('postgres')
  using folder = makeKeyFolder()
  const keys = await Promise.all(Array.from({ length: 3 }, () => start(tenants, database, folder.path)))
  expect(new Set(keys).size).toBe(1)
})

test('two platforms share the storage key file that the tenants file names; another one is refused', async () => {
  const storageKey = () => JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } })
  using tenants = makeTenants((file) => ({ platform: { storage_key_file: 'shared.json' }, ...file }))
  const file = join(tenants.folder, 'shared.json')
  await using database = await makeDatabase('postgres')
  using folder = makeKeyFolder()
  writeFileSync(file, storageKey())
  await start(tenants, database, folder.path)
  await start(tenants, database, folder.path)
  expect(existsSync(join(folder.path, 'storage_keys.json'))).toBe(false)
  writeFileSync(file, storageKey())
  await expect(start(tenants, database, folder.path)).rejects.toThrow(`${file} has another key as first_key, k1: it encrypts`)
})

test('a platform that was given its key by the tenants file does not make one of its own later', async () => {
  using made = makeKeyFolder()
  using tenants = makeTenants()
  await using database = await makeDatabase('sqlite')
  await start(tenants, database, made.path)
  const content = JSON.parse(readFileSync(tenants.tenants, 'utf8'))
  cpSync(join(made.path, 'platform_key.pem'), join(tenants.folder, 'named.pem'))
  const platform = { key_id: readFileSync(join(made.path, 'wechatpay_pub.id'), 'utf8').trim(), private_key_file: 'named.pem' }
  writeFileSync(tenants.tenants, JSON.stringify({ ...content, platform }))
  rmSync(join(made.path, 'platform_key.pem'))
  // The same key, wherever it is named.
  await start(tenants, database, made.path)
  writeFileSync(tenants.tenants, JSON.stringify(content))
  await expect(start(tenants, database, made.path)).rejects.toThrow(`${join(made.path, 'platform_key.pem')} is missing`)
  writeFileSync(tenants.tenants, JSON.stringify({ ...content, platform: { ...platform, key_id: 'PUB_KEY_ID_2' } }))
  await expect(start(tenants, database, made.path)).rejects.toThrow(`${tenants.tenants} lacks the key ${platform.key_id}`)
})

test.each(keyFiles)(
  '%s that is empty, cut short or a folder is named, with an empty database too, and nothing is made beside it',
  async (file) => {
    using tenants = makeTenants()
    using made = makeKeyFolder()
    cpSync(ready.path, made.path, { recursive: true })
    const database = { url: `sqlite:${join(made.path, 'platform.db')}` }
    await expectDamageNamed(file, { folder: made.path, database }, (its, folder) => start(tenants, its, folder))
  },
)

test('the public half that callers are given is written anew when it is damaged', async () => {
  using tenants = makeTenants()
  using folder = makeKeyFolder()
  cpSync(ready.path, folder.path, { recursive: true })
  const database = { url: `sqlite:${join(folder.path, 'platform.db')}` }
  const key = await start(tenants, database, folder.path)
  for (const damaged of ['', key.slice(0, 100)]) {
    writeFileSync(join(folder.path, 'wechatpay_pub.pem'), damaged)
    await start(tenants, database, folder.path)
    expect(readFileSync(join(folder.path, 'wechatpay_pub.pem'), 'utf8')).toBe(key)
  }
})

test('the SQLite file of a platform that has stopped is the whole database: alone elsewhere it asks for its keys', async () => {
  using tenants = makeTenants()
  using folder = makeKeyFolder()
  using other = makeKeyFolder()
  const run = (path: string) => startPlatform({ tenants: tenants.tenants, database: `sqlite:${path}/p.db`, log: new CapturedLog().log })
  await (await run(folder.path)).close()
  expect(readdirSync(folder.path).filter((name) => /-(wal|shm)$/.test(name))).toEqual([])
  cpSync(join(folder.path, 'p.db'), join(other.path, 'p.db'))
  await expect(run(other.path)).rejects.toMatchObject({ name: 'KeysError' })
})
