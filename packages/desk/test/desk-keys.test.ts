import { generateKeyPairSync } from 'node:crypto'
import { cpSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { kinds, makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { expectDamageNamed, makeKeyFolder } from '../../service/test/damaged-key-file.ts'
import { openDesk, startDesk } from '../src/index.ts'

const names = ['desk_storage_keys.json', 'desk_key.pem', 'auth_secret']

async function visit({ url }: Pick<TestDatabase, 'url'>, folder: string): Promise<void> {
  await using _desk = await openDesk({ database: url, folder, log: new CapturedLog().log })
}

describe.each(kinds)('a desk on %s', (kind) => {
  test('without the keys of its database does not start, names each file, makes none, and joins nothing', async () => {
    using first = makeKeyFolder()
    using second = makeKeyFolder()
    await using database = await makeDatabase(kind)
    await visit(database, first.path)
    const refused = startDesk({ database: database.url, folder: second.path, log: new CapturedLog().log })
    await expect(refused).rejects.toMatchObject({ name: 'KeysError' })
    for (const name of names) await expect(refused).rejects.toThrow(`${join(second.path, name)} is missing: it `)
    for (const name of names) expect(existsSync(join(second.path, name))).toBe(false)
    expect(await database.rows('select count(*) as count from processes')).toEqual([{ count: 0 }])
    for (const name of names) cpSync(join(first.path, name), join(second.path, name))
    await visit(database, second.path)
  })

  test.each(names)('with all but %s does not start', async (name) => {
    using folder = makeKeyFolder()
    await using database = await makeDatabase(kind)
    await visit(database, folder.path)
    rmSync(join(folder.path, name))
    await expect(visit(database, folder.path)).rejects.toThrow(`${join(folder.path, name)} is missing`)
    expect(existsSync(join(folder.path, name))).toBe(false)
  })
})

test('a desk takes a new signing key when the public halves of those before are there', async () => {
  using folder = makeKeyFolder()
  await using database = await makeDatabase('sqlite')
  await visit(database, folder.path)
  const path = (name: string) => join(folder.path, name)
  const { privateKey } = generateKeyPairSync('ed25519')
  renameSync(path('desk_pub.pem'), path('aside.pem'))
  writeFileSync(path('desk_key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await expect(visit(database, folder.path)).rejects.toThrow(/desk_key\.pem lacks the key [0-9a-f]{16}: it signs/)
  renameSync(path('aside.pem'), path('desk_pub.2026.pem'))
  await visit(database, folder.path)
  rmSync(path('desk_pub.2026.pem'))
  await expect(visit(database, folder.path)).rejects.toThrow(/desk_key\.pem lacks the key [0-9a-f]{16}: it signs/)
})

test.each([...names, 'desk_pub.pem'])('%s that is empty, cut short or a folder is named, with an empty database too', async (name) => {
  using made = makeKeyFolder()
  await using database = await makeDatabase('sqlite')
  await visit(database, made.path)
  await expectDamageNamed(name, { folder: made.path, database }, visit)
})
