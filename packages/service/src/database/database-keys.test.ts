import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { kinds, makeDatabase, type TestDatabase } from '../../../../test/database-fixture.ts'
import { openDatabase } from './database.ts'
import { agreeOnKeys, type KeyOptions } from './database-keys.ts'
import { KeysError } from './keys-error.ts'
import { parseDatabaseUrl } from './url.ts'
import { vaultKeyFile } from './vault-keys.ts'

const words = { en: 'encrypts what is secret', 'zh-CN': '用于加密' }

class KeyedDatabase implements AsyncDisposable {
  readonly made: TestDatabase
  readonly #folder = mkdtempSync(join(tmpdir(), 'card-member-keys-'))

  private constructor(made: TestDatabase) {
    this.made = made
  }

  static async make(kind: TestDatabase['kind']): Promise<KeyedDatabase> {
    const keyed = new KeyedDatabase(await makeDatabase(kind))
    await keyed.sql('create table things (name text)')
    return keyed
  }

  file(name: string): string {
    return join(this.#folder, name)
  }

  /** One process starts, with its keys in a file of its own. */
  async start(name: string, more: Partial<KeyOptions> = {}): Promise<void> {
    const database = await openDatabase(parseDatabaseUrl(this.made.url))
    try {
      const files = [vaultKeyFile(this.file(name), words, true)]
      await agreeOnKeys(database, { product: 'desk', tables: ['things', 'not_there_yet'], files, time: 1_795_485_600, ...more })
    } finally {
      await database.close()
    }
  }

  async sql(text: string): Promise<void> {
    const database = await openDatabase(parseDatabaseUrl(this.made.url))
    await sql.raw(text).execute(database.write)
    await database.close()
  }

  write(name: string, keys: Readonly<Record<string, string>>, current = Object.keys(keys)[0]): void {
    writeFileSync(this.file(name), JSON.stringify({ current, keys }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.made[Symbol.asyncDispose]()
    rmSync(this.#folder, { recursive: true })
  }
}

const [k1, k2] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]

describe.each(kinds)('a database on %s', (kind) => {
  test('has keys made while it is empty, and remembers no more of them than a fingerprint', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    await keyed.start('a.json')
    const { keys }: { keys: { k1: string } } = JSON.parse(readFileSync(keyed.file('a.json'), 'utf8'))
    const rows = await keyed.made.rows('select * from database_keys order by key_id')
    const known = { purpose: 'storage', product: 'desk', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), time: 1_795_485_600 }
    expect(rows).toEqual([
      { ...known, key_id: 'first_key' },
      { ...known, key_id: 'k1' },
    ])
    expect(JSON.stringify(rows)).not.toContain(keys.k1)
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(keys.k1, 'base64').toString('hex'))
    await keyed.sql("insert into things values ('one')")
    await keyed.start('a.json')
  })

  test('refuses a process without its keys, which makes none', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    await keyed.start('a.json')
    const refused = keyed.start('b.json')
    await expect(refused).rejects.toThrow(KeysError)
    await expect(refused).rejects.toMatchObject({
      words: {
        en: expect.stringContaining(`${keyed.file('b.json')} is missing: it encrypts what is secret.`),
        'zh-CN': expect.stringContaining(`缺少 ${keyed.file('b.json')}：用于加密。`),
      },
    })
    expect(existsSync(keyed.file('b.json'))).toBe(false)
  })

  test('refuses another key under the same id, and keys in another order', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    keyed.write('a.json', { k1, k2 })
    await keyed.start('a.json')
    keyed.write('b.json', { k1: k2, k2 })
    await expect(keyed.start('b.json')).rejects.toThrow(`${keyed.file('b.json')} has another key as first_key, k1: it encrypts`)
    keyed.write('c.json', { k2, k1 })
    await expect(keyed.start('c.json')).rejects.toThrow(`${keyed.file('c.json')} has another key as first_key: it encrypts`)
  })

  test('learns a new key beside the old ones, and then asks for it too', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    keyed.write('old.json', { k1 })
    keyed.write('both.json', { k1, k2 }, 'k2')
    keyed.write('new.json', { k2 })
    await keyed.start('old.json')
    await expect(keyed.start('new.json')).rejects.toThrow('lacks the key k1')
    await keyed.start('both.json')
    await expect(keyed.start('old.json')).rejects.toThrow(`${keyed.file('old.json')} lacks the key k2: it encrypts`)
    await keyed.start('both.json')
  })

  test('that has rows but does not remember its keys does not start, whatever files there are', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    await keyed.start('a.json')
    await keyed.sql("insert into things values ('one')")
    for (const damage of ['delete from database_keys', 'drop table database_keys']) {
      await keyed.sql(damage)
      await expect(keyed.start('a.json')).rejects.toThrow('has rows but does not remember its keys')
      await expect(keyed.start('b.json')).rejects.toThrow('has rows but does not remember its keys')
    }
    expect(existsSync(keyed.file('b.json'))).toBe(false)
  })

  test('is refused to another product', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    await keyed.start('a.json')
    await expect(keyed.start('a.json', { product: 'platform' })).rejects.toThrow('The database is that of a desk, not of a platform')
  })

  test('is given keys by one of the processes that start at once with files of their own', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    const names = ['a.json', 'b.json', 'c.json', 'd.json']
    const ended = await Promise.allSettled(names.map((name) => keyed.start(name)))
    const reasons = ended.flatMap((end) => (end.status === 'rejected' ? end.reason : []))
    expect(reasons.map((reason) => reason instanceof KeysError)).toEqual([true, true, true])
    expect(names.filter((name) => existsSync(keyed.file(name)))).toHaveLength(1)
  })

  test('is opened by all processes that start at once on one folder', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    await Promise.all(Array.from({ length: 4 }, () => keyed.start('shared.json')))
    expect(await keyed.made.rows('select count(*) as count from database_keys')).toEqual([{ count: 2 }])
  })

  test('takes keys of which one is enough when one of them is known', async () => {
    await using keyed = await KeyedDatabase.make(kind)
    const given = (...ids: string[]): KeyOptions['files'] => [
      { purpose: 'signing', file: 'tenants.json', words, needs: 'some', read: () => ids.map((key_id) => ({ key_id, content: key_id })) },
    ]
    const start = (...ids: string[]) => keyed.start('', { files: given(...ids) })
    await start('one')
    await expect(start('two')).rejects.toThrow('tenants.json lacks the key one')
    await start('one', 'two')
    await start('two')
    await expect(start('three')).rejects.toThrow('tenants.json lacks the key')
  })
})
