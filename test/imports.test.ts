import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forbiddenImports } from '../scripts/imports.ts'

describe('the sources of this repository', () => {
  it('keep the rules', () => {
    expect(forbiddenImports(fileURLToPath(new URL('..', import.meta.url)))).toEqual([])
  })
})

describe('a file in a place of its own', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'card-member-imports-'))
  })
  afterAll(() => rmSync(root, { recursive: true }))

  function judge(file: string, source: string): string[] {
    const path = join(root, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, source)
    const found = forbiddenImports(root)
    rmSync(path)
    return found
  }

  it.each([
    ['packages/sdk/src/contract/a.ts', '../protocol/seal.ts'],
    ['packages/sdk/src/protocol/a.ts', '../contract/card.ts'],
    ['packages/sdk/src/protocol/a.ts', 'typebox/value'],
    ['packages/sdk/src/contract/a.ts', 'typebox'],
    ['packages/sdk/src/contract/a.ts', '#runtime'],
    ['packages/sdk/src/contract/a.ts', 'node:crypto'],
    ['packages/sdk/src/client/a.ts', 'crypto'],
    ['packages/sdk/src/client/a.ts', '../node/transport-node.ts'],
    ['packages/sdk/src/client/a.ts', 'undici'],
    ['packages/sdk/src/index.ts', './node/index.ts'],
    ['packages/sdk/src/webhook/a.ts', '../client/call.ts'],
    ['packages/sdk/src/node/a.ts', '@card-member/service'],
    ['packages/service/src/a.ts', '@card-member/sdk'],
    ['packages/service/src/a.ts', '@card-member/sdk/protocol'],
    ['packages/service/src/a.ts', '../../sdk/src/contract/card.ts'],
    ['packages/service/src/database/a.ts', '../serve.ts'],
    ['packages/platform/src/routes/a.ts', '../store/cards.ts'],
    ['packages/platform/src/routes/a.ts', '@card-member/service/database'],
    ['packages/platform/src/domain/a.ts', '../routes/handlers.ts'],
    ['packages/platform/src/domain/a.ts', '@card-member/service'],
    ['packages/platform/src/store/a.ts', '../domain/card.ts'],
    ['packages/platform/src/tenants/a.ts', '../store/cards.ts'],
    ['packages/platform/src/store/a.ts', '../app.ts'],
    ['packages/platform/src/app.ts', '@card-member/sdk'],
    ['packages/cli/src/a.ts', '../../platform/src/app.ts'],
    ['packages/desk/src/domain/a.ts', '@card-member/platform'],
    ['packages/desk/src/domain/a.ts', '../routes/edge.ts'],
    ['packages/desk/src/contract/a.ts', 'node:crypto'],
    ['packages/desk/src/files/a.ts', '../store/batches.ts'],
  ])('%s may not import %s', (file, specifier) => {
    expect(judge(file, `import { a } from '${specifier}'`)).toEqual([`${file} may not import ${specifier}`])
  })

  it.each([
    ['packages/sdk/src/contract/a.ts', './card.ts'],
    ['packages/sdk/src/protocol/a.ts', '#runtime'],
    ['packages/sdk/src/client/a.ts', '#transport'],
    ['packages/sdk/src/node/a.ts', 'node:crypto'],
    ['packages/sdk/src/node/a.ts', '../client/transport.ts'],
    ['packages/sdk/src/contract/a.test.ts', '../protocol/seal.ts'],
    ['packages/service/src/a.ts', '@card-member/sdk/contract'],
    ['packages/platform/src/routes/a.ts', '../domain/card.ts'],
    ['packages/platform/src/store/a.ts', 'kysely'],
    ['packages/platform/src/app.ts', './store/vault.ts'],
    ['packages/cli/src/a.ts', '@card-member/service'],
    ['packages/desk/src/domain/a.ts', '@card-member/sdk'],
    ['packages/desk/src/domain/batch/a.ts', '../../files/batch-file.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(judge(file, `import { a } from '${specifier}'`)).toEqual([])
  })

  it.each([
    "import type { A } from '../contract/card.ts'",
    "import '../contract/card.ts'",
    "export { a } from '../contract/card.ts'",
    "export type { A } from '../contract/card.ts'",
    "export * from '../contract/card.ts'",
    "const a = await import('../contract/card.ts')",
    "function f() { return import('../contract/card.ts') }",
    "type A = import('../contract/card.ts').A",
  ])('is judged by %s', (source) => {
    const file = 'packages/sdk/src/protocol/a.ts'
    expect(judge(file, source)).toEqual([`${file} may not import ../contract/card.ts`])
  })

  it('may not hide what it imports', () => {
    const file = 'packages/platform/src/store/a.ts'
    expect(judge(file, 'const a = await import(name)')).toEqual([`${file} may not import a name that is computed`])
  })

  it('must have a room', () => {
    const file = 'packages/platform/src/newcomer.ts'
    expect(judge(file, '')).toEqual([`${file} is in no room of scripts/import-rules.ts`])
  })

  it('must be readable', () => {
    expect(() => judge('packages/cli/src/a.ts', 'import {')).toThrow('packages/cli/src/a.ts: ')
  })
})
