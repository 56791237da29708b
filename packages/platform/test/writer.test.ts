import { PlatformError } from '@card-member/sdk/contract'
import { migrate, openDatabase } from '@card-member/service/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { createCard } from '../src/domain/create-card.ts'
import { importUserCard } from '../src/domain/import-user-card.ts'
import { type WriteCall, WriteOperation } from '../src/domain/write-operation.ts'
import { Writer } from '../src/domain/writer.ts'
import { migrationsFor } from '../src/store/migrations/index.ts'
import type { Schema } from '../src/store/schema.ts'
import type { UserCardRow } from '../src/store/user-cards.ts'
import { cardInput } from './fixtures/card-calls.ts'
import { type PostgresProxy, startPostgresProxy } from './fixtures/postgres-proxy.ts'
import { brand_id, mchid } from './fixtures/tenants.ts'

describe('calls that share a transaction', () => {
  const stack = new AsyncDisposableStack()
  const shared: number[] = []
  let proxy: PostgresProxy
  let database: TestDatabase
  let writer: Writer
  let card_id: string

  beforeAll(async () => {
    database = stack.use(await makeDatabase('postgres'))
    proxy = stack.use(await startPostgresProxy(database.url))
    const opened = await openDatabase<Schema>({ kind: 'postgres', url: proxy.url })
    stack.defer(() => opened.close())
    await migrate(opened.write, migrationsFor('postgres'))
    writer = new Writer(opened, (jobs) => shared.push(jobs))
    const input = cardInput({ out_request_no: 'writer' })
    const created = await writer.submit(createCard, callOf('createCard', input))
    card_id = created.card_id
  })
  afterAll(async () => stack.disposeAsync())

  const importNamed = (name: string): Promise<UserCardRow> => {
    const valid_date_information = { type: 'PERMANENT' } as const
    const input = { brand_id, card_id, openid: name, user_card_code: name, valid_date_information, personal: '{}' }
    return writer.submit(importUserCard, callOf('importUserCardByOpenid', input))
  }

  test('are not reported as refused when the answer to their commit is lost', async () => {
    shared.length = 0
    proxy.loseNextCommit()
    const settled = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => importNamed(`lost-${index}`)))
    expect(shared).toEqual([40])
    expect(settled.map((one) => (one.status === 'rejected' ? String(one.reason) : one.status))).toEqual(
      Array.from({ length: 40 }, () => 'CommitError: the commit failed'),
    )
    expect(await database.rows("select count(*) as cards from user_cards where openid like 'lost-%'")).toEqual([{ cards: 40 }])
  })

  test('fail together, at once, while there is no database', async () => {
    shared.length = 0
    proxy.cut()
    const settled = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => importNamed(`cut-${index}`)))
    proxy.restore()
    expect(new Set(settled.map(({ status }) => status))).toEqual(new Set(['rejected']))
    expect(shared).toEqual([40])
    await expect(importNamed('restored')).resolves.toMatchObject({ user_card_code: 'restored' })
  })

  test('do not fail with one of them that cannot be stored', async () => {
    shared.length = 0
    const unstorable = new WriteOperation<string, never>(async () => {
      throw new TypeError('a row that cannot be read')
    })
    const calls = [importNamed('before'), writer.submit(unstorable, callOf('importUserCardByOpenid', '')), importNamed('after')]
    const [before, bad, after] = await Promise.allSettled(calls)
    expect([before?.status, after?.status]).toEqual(['fulfilled', 'fulfilled'])
    expect(bad).toMatchObject({ status: 'rejected', reason: new TypeError('a row that cannot be read') })
    expect(shared).toEqual([3, 1, 1, 1])
  })

  test('are refused each by its own rule', async () => {
    await importNamed('member')
    const settled = await Promise.allSettled([importNamed('member'), importNamed('other')])
    expect(settled.map((one) => (one.status === 'rejected' && one.reason instanceof PlatformError ? one.reason.kind : one.status))).toEqual(
      ['already_member', 'fulfilled'],
    )
  })
})

function callOf<Input>(operation: string, input: Input): WriteCall<Input> {
  return { input, caller_kind: 'partner', caller_id: mchid, request_id: 'A'.repeat(22), operation, now: 1_795_485_600 }
}
