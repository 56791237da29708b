import { ApiError, CardMember } from '@card-member/sdk'
import { PlatformError, type PlatformErrorKind, platformErrors, type UserCard } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { UserCardRow } from '../src/store/user-cards.ts'
import { cardInput } from './fixtures/card-calls.ts'
import { openMembers, startTestPlatform, type TestMembers, type TestPlatform } from './fixtures/platform.ts'
import { brand_id, mchid, merchantPrivateKey, serial_no } from './fixtures/tenants.ts'
import { actionMakers, later, type MakeAction } from './fixtures/user-card-actions.ts'
import {
  type Action,
  type Answer,
  after,
  type ModelCard,
  type ModelState,
  type ModelTemplate,
  stateOf,
} from './fixtures/user-card-model.ts'

const runs = 60
const maxSteps = 60

/** What a merchant sees of an action: cards, the name of a refusal, or that it was done. */
type Seen = UserCard | readonly UserCard[] | PlatformErrorKind | 'done'

/** A platform with a client, and the members whose cards have no code that anybody else could name. */
class Real implements AsyncDisposable {
  readonly #running: TestPlatform
  readonly #members: TestMembers
  readonly #api: CardMember
  readonly #joined = new Map<string, UserCardRow>()
  #count = 0

  constructor(running: TestPlatform, members: TestMembers) {
    this.#running = running
    this.#members = members
    const { url: base_url, wechatpay_public_key_id, wechatpay_public_key } = running.platform
    const credential = { base_url, mchid, serial_no, private_key: merchantPrivateKey, wechatpay_public_key_id, wechatpay_public_key }
    this.#api = new CardMember(credential, { clock: running.clock.read, rate_limit: false })
  }

  /** A state of its own: templates of every kind, and members who are in no other. */
  async begin(): Promise<ModelState> {
    const { now } = this
    const range = { available_begin_time: later(now, -3600), available_end_time: later(now, 36 * 3600) }
    const templates = [
      await this.#template({ allocates: true, level: '银', validity: { type: 'FIX_TERM', available_day_after_receive: 2 } }),
      await this.#template({ allocates: false, level: undefined, validity: { type: 'FIX_TIME_RANGE', ...range } }),
      await this.#template({ allocates: false, level: '金', validity: { type: 'PERMANENT' } }),
    ]
    const openids = ['one', 'two', 'three'].map((member) => `${member}-${this.#count}`)
    return { now, openids, templates, cards: [], changes: templates.length, notices: 0 }
  }

  get now(): string {
    return later('1970-01-01T08:00:00+08:00', this.#running.clock.seconds)
  }

  /** Does it, and tells what is seen; of a joined card also the code that was allocated. */
  async perform(action: Action): Promise<{ seen: Seen; action: Action }> {
    try {
      if (action.do !== 'join') return { seen: await this.#do(action), action }
      const row = await this.#members.join(action.input)
      this.#joined.set(`${row.card_id} ${row.openid}`, row)
      return { seen: 'done', action: { ...action, code: row.user_card_code } }
    } catch (error) {
      return { seen: refusalOf(error), action }
    }
  }

  /** How many rows of the history and the outbox belong to the templates of a state. */
  async counts({ templates }: ModelState): Promise<unknown> {
    const list = templates.map(({ card_id }) => `'${card_id}'`).join(', ')
    const count = (table: string) => `(select count(*) from ${table} where card_id in (${list}))`
    return (await this.#running.database.rows(`select ${count('history')} as changes, ${count('outbox')} as notices`))[0]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#api.close()
  }

  async #do(action: Exclude<Action, { do: 'join' }>): Promise<Seen> {
    const { userCards, points, cards } = this.#api
    switch (action.do) {
      case 'import':
        return userCards.importByOpenid(action.input)
      case 'delete':
        await this.#members.delete({ ...action.input, user_card_code: action.input.user_card_code ?? this.#handle(action.input) })
        return 'done'
      case 'list':
        return (await userCards.list({ brand_id, openid: action.openid, ...(action.state ? { user_card_state: action.state } : {}) })).data
      case 'points':
        await points.sync({ ...action.input, out_request_no: `points-${this.#next()}`, point_balance: action.balance })
        return 'done'
      case 'end':
        await cards.invalidate(action.card_id, { brand_id })
        return 'done'
      case 'wait':
        this.#running.clock.set(action.now)
        return 'done'
      default: {
        const { user_card_code, ...input } = action.input
        if (action.do === 'confirm')
          return userCards.confirm(user_card_code, { ...input, user_card_confirm_state: action.input.user_card_confirm_state })
        return userCards[action.do](user_card_code, input)
      }
    }
  }

  async #template({ allocates, level, validity }: Omit<ModelTemplate, 'card_id' | 'ended'>): Promise<ModelTemplate> {
    const input = cardInput({
      out_request_no: `template-${this.#next()}`,
      code_mode: allocates ? 'SYSTEM_ALLOCATE' : 'MERCHANT_ALLOCATE',
      valid_date_information: validity,
      ...(level === undefined ? {} : { init_level: level }),
    })
    const { card_id } = await this.#api.cards.create(input)
    return { card_id, allocates, level, validity, ended: false }
  }

  #handle({ card_id, openid }: { card_id: string; openid: string }): string {
    return this.#joined.get(`${card_id} ${openid}`)?.user_card_code ?? ''
  }

  #next(): number {
    this.#count += 1
    return this.#count
  }
}

/** One step of a run: the platform and the model do the same, and must say the same. */
class Step implements fc.AsyncCommand<{ state: ModelState }, Real> {
  readonly #makeAction: MakeAction
  readonly #told: Set<string>
  #last = 'a step that was not taken'

  constructor(makeAction: MakeAction, told: Set<string>) {
    this.#makeAction = makeAction
    this.#told = told
  }

  check(): boolean {
    return true
  }

  async run(model: { state: ModelState }, real: Real): Promise<void> {
    const made = this.#makeAction(model.state)
    this.#last = JSON.stringify(made)
    const { seen, action } = await real.perform(made)
    const [state, answer] = after(model.state, action)
    model.state = state
    expect(seen).toEqual(seenOf(answer, state, action))
    for (const word of wordsOf(seen)) this.#told.add(word)
  }

  toString(): string {
    return this.#last
  }
}

function seenOf(answer: Answer, { now }: ModelState, { do: verb }: Action): Seen {
  if (answer === undefined) return 'done'
  if (typeof answer === 'string') return answer
  if (verb === 'points') return 'done'
  return 'length' in answer ? answer.map((card) => wireOf(card, now)) : wireOf(answer, now)
}

function wordsOf(seen: Seen): string[] {
  if (seen === 'done') return []
  if (typeof seen === 'string') return [seen]
  return ('length' in seen ? seen : [seen]).map(({ user_card_state }) => user_card_state)
}

function wireOf(card: ModelCard, now: string): UserCard {
  const { card_type, card_color, card_picture_url } = cardInput()
  const { code = '', card_id, openid, level, validity, pickup, attach, reason, ended, created, changed } = card
  return {
    ...{ user_card_code: code, card_id, openid, brand_id, card_type, card_color, card_picture_url },
    ...(level === undefined ? {} : { level }),
    valid_date_information: validity,
    pickup_time: pickup,
    ...(attach === undefined ? {} : { attach }),
    user_card_state: stateOf(card, now),
    ...(reason === undefined ? {} : { invalid_reason: reason }),
    ...(ended === undefined ? {} : { invalid_time: ended }),
    create_time: created,
    modify_time: changed,
  }
}

function refusalOf(error: unknown): PlatformErrorKind {
  if (error instanceof PlatformError) return error.kind
  if (!(error instanceof ApiError)) throw error
  const { status, code, server_message } = error
  const name = names.find((one) => platformErrors[one].message['zh-CN'] === server_message)
  if (name === undefined) throw error
  expect([status, code]).toEqual([platformErrors[name].status, platformErrors[name].code])
  return name
}

const names = [
  'card_not_of_brand',
  'user_card_not_found',
  'already_member',
  'code_taken',
  'card_invalid',
  'validity_type_differs',
  'state_forbids',
  'confirm_differs',
] as const

// Both at once: each waits for its database most of the time.
test.concurrent.each(kinds)('user cards behave as the model says, on %s', { timeout: 240_000 }, async (kind) => {
  await using running = await startTestPlatform({ kind, notify: false })
  await using members = await openMembers(running)
  await using real = new Real(running, members)
  const told = new Set<string>()
  const steps = fc.commands(
    actionMakers.map((maker) => maker.map((one) => new Step(one, told))),
    { maxCommands: maxSteps, size: 'max' },
  )
  const property = fc.asyncProperty(steps, async (commands) => {
    const model = { state: await real.begin() }
    await fc.asyncModelRun(() => ({ model, real }), commands)
    const { changes, notices } = model.state
    expect(await real.counts(model.state)).toEqual({ changes, notices })
  })
  await fc.assert(property, { numRuns: runs })
  // Runs that never came across something prove nothing of it.
  expect([...told].sort()).toEqual([...names, 'UNACTIVATED', 'EFFECTIVE', 'EXPIRED', 'INVALID'].sort())
})
