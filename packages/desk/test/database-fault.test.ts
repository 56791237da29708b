import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id, type TestCard } from './fixtures/environment.ts'

const invalid_reason = '用户申请退会'

/** Where the database fails: the first statement of a step, by what it writes. */
const steps = {
  'the consent is recorded': { table: 'consents', event: 'insert', when: 'true', answer: '500  SYSTEM_ERROR', card: 'EFFECTIVE' },
  'the call begins': { table: 'invalidations', event: 'insert', when: 'true', answer: '500  SYSTEM_ERROR', card: 'EFFECTIVE' },
  'the request may leave': {
    table: 'invalidations',
    event: 'update',
    when: 'old.may_have_left = 0 and new.may_have_left = 1',
    answer: '200 rejected SIGNING_REFUSED',
    card: 'EFFECTIVE',
  },
  'the result is stored': {
    table: 'invalidations',
    event: 'update',
    when: "old.state = 'sending' and new.state = 'done'",
    answer: '500  SYSTEM_ERROR',
    card: 'INVALID',
  },
  'the event of the result is stored': {
    table: 'audit_events',
    event: 'insert',
    when: "new.action = 'invalidation.result'",
    answer: '500  SYSTEM_ERROR',
    card: 'INVALID',
  },
} as const

/** Status of an answer, and the code of its error or the state of its invalidation. */
function told({ status, bytes }: { readonly status: number; readonly bytes: Uint8Array }): string {
  const body: { readonly code?: string; readonly state?: string } = JSON.parse(Buffer.from(bytes).toString())
  return [status, body.state, body.code].join(' ')
}

describe.each(kinds)('a database without room on %s', (kind) => {
  let server: TestDeskServer
  let clerk: TestStaff
  let last = 0
  beforeAll(async () => {
    server = await startTestDeskServer({ kind, effect_seconds: 2 })
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const run = async (sql: string) => {
    if (kind === 'postgres') return server.database.rows(sql)
    using database = new DatabaseSync(server.database.url.slice('sqlite:'.length), { timeout: 5000 })
    database.exec(sql)
    return []
  }
  const fill = async ({ table, event, when }: (typeof steps)[keyof typeof steps]) => {
    if (kind === 'sqlite') {
      await run(`create trigger no_room before ${event} on ${table} when ${when} begin select raise(fail, 'database or disk is full'); end`)
      return
    }
    const raise = `begin raise exception 'could not extend file' using errcode = 'disk_full'; end`
    await run(`create or replace function no_room() returns trigger language plpgsql as $$ ${raise} $$`)
    await run(`create trigger no_room before ${event} on ${table} for each row when (${when}) execute function no_room()`)
  }
  const free = (table: string) => run(`drop trigger no_room${kind === 'sqlite' ? '' : ` on ${table}`}`)
  const newCard = async (): Promise<TestCard> => {
    const [card] = await server.importCards(1, last++)
    if (card === undefined) throw new Error('there is no card')
    return card
  }
  const agree = async (card: TestCard) => {
    const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
    return told(
      await clerk.browser.ask('recordConsent', {
        ...server.named(card),
        ...times,
        channel: 'sms' as const,
        invalid_reason,
        supersede: true,
      }),
    )
  }
  const end = async (card: TestCard) => {
    const [consent] = (await clerk.browser.call('listConsents', server.named(card))).data
    const input = { ...server.named(card), consent_id: consent?.consent_id ?? '', invalid_reason, last_four: card.user_card_code.slice(-4) }
    return told(await clerk.browser.ask('invalidateCard', { ...input, totp: clerk.totp() }))
  }
  const stateOf = async ({ user_card_code, openid }: TestCard) =>
    (await server.api.userCards.get(user_card_code, { brand_id, card_id: server.card_id, openid })).user_card_state

  test.each(Object.entries(steps))(
    'when %s: the caller learns what is known, nothing is lost, and the card is ended once',
    async (name, step) => {
      const card = await newCard()
      const isConsent = step.table === 'consents'
      if (!isConsent) await agree(card)
      await fill(step)
      try {
        expect([name, isConsent ? await agree(card) : await end(card), await stateOf(card)]).toEqual([name, step.answer, step.card])
      } finally {
        await free(step.table)
      }
      if (isConsent) await agree(card)
      // Its own process gives an attempt up when it may not be signed any more.
      await run('update invalidations set sign_before = 0, reconcile_after = 0')
      await expect
        .poll(async () => {
          await end(card)
          const found = await server.database.rows(
            "select state, count(*) as n from invalidations where state in ('sending', 'unknown', 'done') group by state",
          )
          return [await stateOf(card), found.map(({ state, n }) => `${n} ${state}`)]
        })
        .toEqual(['INVALID', [`${last} done`]])
    },
  )
})
