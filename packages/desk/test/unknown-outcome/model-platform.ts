import type { Credential, TransportAnswer, TransportRequest } from '@card-member/sdk'
import { formatTime } from '@card-member/sdk/contract'
import { parseAuthorization, readPrivateKey, runtime, signAnswer } from '@card-member/sdk/protocol'
import { merchant, platform } from '../../../sdk/test/fixtures/keys.ts'

const platformKey = runtime.privateKey(readPrivateKey(platform.private_key, 'the key of the model').pkcs8)
const serial = 'PUB_KEY_ID_0000000000000000000000000001'

/** Where the platform of the model is said to be. */
export const modelUrl = 'http://127.0.0.1:1'

/** Who calls the platform of the model. */
export const credential: Credential = {
  base_url: modelUrl,
  mchid: '1900000001',
  serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  private_key: merchant.private_key,
  wechatpay_public_key_id: serial,
  wechatpay_public_key: platform.public_key,
}

/** A member's card on the platform, and by whom it was ended. */
export interface ModelCard {
  readonly user_card_code: string
  readonly openid: string
  end?: { readonly by: 'us' | 'others'; readonly reason: string; readonly accepted: number; readonly effective: number }
}

/** What becomes of a request to read a card. */
export const readFates = [
  'ok',
  'ok',
  'ok',
  'lost',
  '404',
  '404 unsigned',
  '403',
  '403 unsigned',
  '429',
  '500',
  'unsigned',
  'other card',
  'old',
] as const
export type ReadFate = (typeof readFates)[number]

/** Requests with a timestamp that is further away are refused, in milliseconds. */
const window = 300_000
/** So long the platform may work on a request that it has accepted, in milliseconds. */
export const longestWork = 20_000

/** The platform as an adversary would run it within what it promises: it refuses old timestamps, and never revives a card. */
export class ModelPlatform {
  readonly cards: ModelCard[]
  readonly card_id: string
  readonly brand_id: string
  readonly #clock: () => number
  readonly #old = new Map<string, TransportAnswer>()
  /** Ends that were accepted though the card had been ended by us before. */
  twice = 0

  constructor(brand_id: string, card_id: string, cards: ModelCard[], clock: () => number) {
    this.brand_id = brand_id
    this.card_id = card_id
    this.cards = cards
    this.#clock = clock
  }

  card(request: TransportRequest): ModelCard {
    const code = new URL(request.url).pathname.split('/')[6]
    const found = this.cards.find((card) => card.user_card_code === code)
    if (found === undefined) throw new Error(`no card ${code}`)
    return found
  }

  /** Whether a request would still be accepted, by its timestamp. */
  accepts(request: TransportRequest): boolean {
    return Math.abs(this.#clock() - timestampOf(request)) <= window
  }

  /** Takes a request to end a card, as late as it may come. */
  async end(request: TransportRequest, work = 0): Promise<TransportAnswer> {
    if (!this.accepts(request)) return unsigned(401, { code: 'SIGN_ERROR', message: 'the timestamp is too old' })
    const card = this.card(request)
    const { invalid_reason } = JSON.parse(new TextDecoder().decode(request.body))
    if (card.end?.by === 'us') this.twice++
    const now = this.#clock()
    card.end ??= { by: 'us', reason: invalid_reason, accepted: now, effective: now + work }
    return this.#signed(200, this.#show(card))
  }

  /** Another system ends a card. */
  endByOthers(card: ModelCard, reason: string): void {
    const now = this.#clock()
    card.end ??= { by: 'others', reason, accepted: now, effective: now }
  }

  async read(request: TransportRequest, fate: ReadFate): Promise<TransportAnswer | undefined> {
    if (!this.accepts(request)) return unsigned(401, { code: 'SIGN_ERROR', message: 'the timestamp is too old' })
    const card = this.card(request)
    const [status = '', unsignedWord] = fate.split(' ')
    if (Number(status) > 0) {
      const body = { code: Number(status) === 404 ? 'RESOURCE_NOT_EXISTS' : 'NO_AUTH', message: 'no' }
      return unsignedWord === 'unsigned' ? unsigned(Number(status), body) : this.#signed(Number(status), body)
    }
    switch (fate) {
      case 'lost':
        return undefined
      case 'unsigned':
        return unsigned(200, this.#show(card))
      case 'other card':
        return this.#signed(200, { ...this.#show(card), openid: 'somebody', user_card_state: 'INVALID', invalid_time: formatTime(0) })
      case 'old':
        return this.#old.get(card.user_card_code) ?? this.#remember(card)
      default:
        return this.#remember(card)
    }
  }

  /** A refusal in the platform's own name. */
  refuse(status: number): Promise<TransportAnswer> {
    return this.#signed(status, { code: status === 500 ? 'SYSTEM_ERROR' : 'NO_AUTH', message: 'no' })
  }

  async #remember(card: ModelCard): Promise<TransportAnswer> {
    const answer = await this.#signed(200, this.#show(card))
    this.#old.set(card.user_card_code, answer)
    return answer
  }

  #show({ user_card_code, openid, end }: ModelCard): Record<string, unknown> {
    const now = this.#clock()
    const invalid = end !== undefined && end.effective <= now
    return {
      user_card_code,
      openid,
      brand_id: this.brand_id,
      card_id: this.card_id,
      card_type: 'NORMAL',
      valid_date_information: { type: 'PERMANENT' },
      user_card_state: invalid ? 'INVALID' : 'EFFECTIVE',
      ...(invalid ? { invalid_reason: end.reason, invalid_time: formatTime(Math.floor(end.effective / 1000)) } : {}),
    }
  }

  async #signed(status: number, value: unknown): Promise<TransportAnswer> {
    const body = new TextEncoder().encode(JSON.stringify(value))
    const headers = await signAnswer(body, serial, platformKey, this.#clock)
    const byName = new Map(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]))
    return { status, body, header: (name) => byName.get(name) ?? (name === 'request-id' ? 'MODEL-0' : undefined) }
  }
}

/** An answer that nobody signed. */
export function unsigned(status: number, value: unknown): TransportAnswer {
  return { status, body: new TextEncoder().encode(JSON.stringify(value)), header: () => undefined }
}

/** The timestamp a request was signed with, in milliseconds. */
export function timestampOf({ headers }: TransportRequest): number {
  return Number(parseAuthorization(headers.Authorization ?? '')?.timestamp) * 1000
}
