import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'

/** A folder of keys, removed when it is disposed of. */
export function makeKeyFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'card-member-keys-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/**
 * Expects a server to name a key file that is empty, blank, cut short or a folder, both with the database that the keys belong to
 * and with an empty one; and to read the file when it begins with a byte order mark.
 */
export async function expectDamageNamed(
  name: string,
  made: { readonly folder: string; readonly database: Pick<TestDatabase, 'url'> },
  start: (database: Pick<TestDatabase, 'url'>, folder: string) => Promise<unknown>,
): Promise<void> {
  const content = readFileSync(join(made.folder, name))
  for (const damaged of [Buffer.alloc(0), Buffer.from(' \n'), content.subarray(0, Math.floor(content.length / 2)), undefined]) {
    using alone = makeKeyFolder()
    await using fresh = await makeDatabase('sqlite')
    for (const [folder, database] of [
      [made.folder, made.database],
      [alone.path, fresh],
    ] as const) {
      const path = join(folder, name)
      rmSync(path, { recursive: true, force: true })
      mkdirSync(damaged === undefined ? path : dirname(path), { recursive: true })
      if (damaged !== undefined) writeFileSync(path, damaged)
      const refused = start(database, folder)
      await expect(refused).rejects.toMatchObject({ name: 'KeysError' })
      await expect(refused).rejects.toThrow(`${path} cannot be used${damaged === undefined ? ' (EISDIR)' : ''}: it `)
    }
  }
  const path = join(made.folder, name)
  rmSync(path, { recursive: true })
  writeFileSync(path, Buffer.concat([Buffer.from('\ufeff'), content]))
  await start(made.database, made.folder)
}
