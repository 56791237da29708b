import {
  AnswerError,
  CallError,
  type Card,
  CardMember,
  callErrors,
  type InvalidationResult,
  type RateLimiter,
  receiptOf,
  type SafeInvalidationOptions,
  type Sleep,
  type UserCard,
  type UserCardPage,
} from '@card-member/sdk'
import type { Clock } from '@card-member/sdk/protocol'
import type { CallerKind } from '../contract/connection.ts'
import { DeskError } from '../contract/desk-error.ts'
import type { Finding } from '../doctor/index.ts'
import type { ConnectionHealth } from './connection-health.ts'
import type { SandboxControls } from './sandbox-controls.ts'

// The most of one page that the platform gives.
const pageLimit = 20

/** WeChat Pay itself. */
export const weChatPay = 'https://api.mch.weixin.qq.com'

/** The fields that name a card to the platform. */
export interface CardQuery {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
  readonly openid: string
}

/** A client of one platform, under the name that staff know it by. */
export interface Connection extends AsyncDisposable {
  readonly name: string
  /** Who signs the calls, which share one rate. */
  readonly caller_kind: CallerKind
  /** A merchant number or a brand id. */
  readonly caller_id: string
  readonly base_url: string
  /** Whether it leads to a sandbox. */
  readonly sandbox: boolean
  /** Calls a second for each operation. */
  readonly per_second: number
  /** The brands that it serves; undefined when it serves every brand of its merchant number. */
  readonly brands: readonly string[] | undefined
  readonly health: ConnectionHealth
  /** The controls of its sandbox; undefined when it leads to none. */
  readonly controls: SandboxControls | undefined
  /** Checks its credential and the way to the platform. @param brand_id for whom a merchant asks */
  check(brand_id: string | undefined): Promise<Finding[]>
  get(card: CardQuery): Promise<UserCard>
  listOf(brand_id: string, openid: string): Promise<MemberCards>
  template(brand_id: string, card_id: string): Promise<Card>
  templates(brand_id: string): Promise<readonly Card[]>
  invalidateSafely(card: CardQuery, invalid_reason: string, options: SafeInvalidationOptions): Promise<InvalidationResult>
  /** Confirms that a member joined. Resolves with the state of the card. For rehearsals only. */
  activate(card: CardQuery): Promise<string>
  /** Changes the level of a card. Resolves with its state. For rehearsals only. */
  changeLevel(card: CardQuery, level: string): Promise<string>
}

/** All cards of one OpenID, and the id of the (last) request that returned them. */
export interface MemberCards {
  readonly cards: readonly UserCard[]
  readonly request_id: string | undefined
}

/** Whether a connection is for a brand. */
export function serves({ brands }: Pick<Connection, 'brands'>, brand_id: string): boolean {
  return brands === undefined || brands.includes(brand_id)
}

type Facts = Pick<Connection, 'name' | 'sandbox' | 'per_second' | 'brands'>
type Calls = Pick<Connection, 'get' | 'listOf' | 'template' | 'templates' | 'invalidateSafely' | 'activate' | 'changeLevel'>

/** What a connection is made of besides its credential. */
export type ConnectionOptions = Facts & Pick<Connection, 'health' | 'controls' | 'check'>

/** By what a client reads the time, and waits. */
export interface ClientTime {
  readonly clock: Clock
  /** A timer of Node.js by default. */
  readonly sleep?: Sleep | undefined
}

/** Makes a connection for a merchant number or for a brand; that of a brand serves this brand alone. */
export function connect(
  options: ConnectionOptions,
  credential: ConstructorParameters<typeof CardMember>[0],
  limiter: RateLimiter,
  { clock, sleep }: ClientTime,
): Connection {
  // The desk repeats calls, not the client, so that each call is in the audit log.
  const bounds = {
    max_attempts: 1,
    clock,
    sleep,
    rate_limit: { limiter, per_second: options.per_second },
    proxy: 'environment',
    hooks: options.health.hooks,
  }
  if (credential.mchid !== undefined) {
    const api = new CardMember(credential, bounds)
    return {
      ...options,
      base_url: platformOf(api.base_url),
      caller_kind: 'merchant',
      caller_id: api.mchid,
      ...guarded(options, {
        get: ({ user_card_code, ...who }) => api.userCards.get(user_card_code, who),
        listOf: (brand_id, openid) => everyPage((page) => api.userCards.list({ brand_id, openid, ...page })),
        template: (brand_id, card_id) => api.cards.get(card_id, { brand_id }),
        templates: (brand_id) => everyOne(api.cards.list({ brand_id, limit: pageLimit })),
        invalidateSafely: ({ user_card_code, ...who }, invalid_reason, options) =>
          known(() => api.userCards.invalidateSafely(user_card_code, { ...who, invalid_reason }, options)),
        activate: async ({ user_card_code, ...who }) =>
          (await api.userCards.confirm(user_card_code, { ...who, user_card_confirm_state: 'CREATE_CARD_SUCCESS' })).user_card_state,
        changeLevel: async ({ user_card_code, ...who }, level) =>
          (await api.userCards.update(user_card_code, { ...who, level })).user_card_state,
      }),
      [Symbol.asyncDispose]: () => api.close(),
    }
  }
  const api = new CardMember(credential, bounds)
  const own = { ...options, base_url: platformOf(api.base_url), brands: [api.brand_id] }
  return {
    ...own,
    caller_kind: 'brand',
    caller_id: api.brand_id,
    ...guarded(own, {
      get: ({ user_card_code, card_id, openid }) => api.userCards.get(user_card_code, { card_id, openid }),
      listOf: (_brand_id, openid) => everyPage((page) => api.userCards.list({ openid, ...page })),
      template: (_brand_id, card_id) => api.cards.get(card_id),
      templates: () => everyOne(api.cards.list({ limit: pageLimit })),
      invalidateSafely: ({ user_card_code, card_id, openid }, invalid_reason, options) =>
        known(() => api.userCards.invalidateSafely(user_card_code, { card_id, openid, invalid_reason }, options)),
      activate: async ({ user_card_code, card_id, openid }) =>
        (await api.userCards.confirm(user_card_code, { card_id, openid, user_card_confirm_state: 'CREATE_CARD_SUCCESS' })).user_card_state,
      changeLevel: async ({ user_card_code, card_id, openid }, level) =>
        (await api.userCards.update(user_card_code, { card_id, openid, level })).user_card_state,
    }),
    [Symbol.asyncDispose]: () => api.close(),
  }
}

/** One address for each platform: WeChat Pay answers at several. */
export function platformOf(base_url: string): string {
  return /^https:\/\/api\w*\.mch\.weixin\.qq\.com$/.test(base_url) ? weChatPay : base_url
}

/**
 * Refuses calls for other brands, and answers about another card: a credential of a brand names no brand in its requests, and the
 * signature of an answer proves who wrote it, not which request it answers.
 */
function guarded(connection: Facts, { get, listOf, template, templates, invalidateSafely, activate, changeLevel }: Calls): Calls {
  return {
    get: async (card) => {
      demandServed(connection, card.brand_id)
      return matching('getUserCard', card, await get(card))
    },
    listOf: async (brand_id, openid) => {
      demandServed(connection, brand_id)
      const { cards, request_id } = await listOf(brand_id, openid)
      return { cards: cards.map((card) => matching('listUserCards', { brand_id, openid }, card)), request_id }
    },
    template: async (brand_id, card_id) => {
      demandServed(connection, brand_id)
      return matching('getCard', { brand_id, card_id }, await template(brand_id, card_id))
    },
    templates: async (brand_id) => {
      demandServed(connection, brand_id)
      return (await templates(brand_id)).map((card) => matching('listCards', { brand_id }, card))
    },
    // The client compares the answer with the card, but does not know the brand when the credential is a brand's own.
    invalidateSafely: async (card, invalid_reason, options) => {
      demandServed(connection, card.brand_id)
      return invalidateSafely(card, invalid_reason, options)
    },
    activate: async (card) => {
      demandServed(connection, card.brand_id)
      return activate(card)
    },
    changeLevel: async (card, level) => {
      demandServed(connection, card.brand_id)
      return changeLevel(card, level)
    },
  }
}

/** @throws {DeskError} connection_other_brand */
export function demandServed(connection: Pick<Connection, 'name' | 'brands'>, brand_id: string): void {
  if (!serves(connection, brand_id)) throw new DeskError('connection_other_brand', { field: 'connection', brand_id })
}

function matching<Answer extends UserCard | Card>(operation: string, asked: Partial<CardQuery>, card: Answer): Answer {
  const [field] = Object.entries(asked).find(([name, value]) => Reflect.get(card, name) !== value) ?? []
  if (field === undefined) return card
  const { attempts = 1, status, request_id } = receiptOf(card) ?? {}
  const facts = { operation, outcome: 'unknown', attempts, retryable: false, status, request_id, verified: true } as const
  throw new AnswerError('ANSWER_MISMATCHED', facts, callErrors.ANSWER_MISMATCHED(operation, field))
}

// A call that the client refuses was never sent.
async function known(run: () => Promise<InvalidationResult>): Promise<InvalidationResult> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof CallError) return { outcome: 'not_done', error, card: undefined }
    throw error
  }
}

async function everyOne(listing: AsyncIterable<Card>): Promise<Card[]> {
  const cards: Card[] = []
  for await (const card of listing) cards.push(card)
  return cards
}

async function everyPage(fetchPage: (page: { offset: number; limit: number }) => Promise<UserCardPage>): Promise<MemberCards> {
  const cards: UserCard[] = []
  for (;;) {
    const page = await fetchPage({ offset: cards.length, limit: pageLimit })
    cards.push(...page.data)
    if (page.data.length === 0 || cards.length >= page.total_count) return { cards, request_id: receiptOf(page)?.request_id }
  }
}
