import { Fault, hasSealed, mapSealed } from '@card-member/sdk/contract'
import {
  type Authorization,
  type Clock,
  clockSkew,
  clockWindow,
  open,
  parseAuthorization,
  partnerScheme,
  requestMessage,
  SignatureError,
  seal,
  signAnswer,
  verifyRequest,
} from '@card-member/sdk/protocol'
import type { Edge, Exchange } from '@card-member/service'
import type { PlatformKey } from '../tenants/secrets.ts'
import type { Merchant, Tenants } from '../tenants/tenants.ts'
import { Limiter } from './limiter.ts'

/** What a request shows before its body is read. */
export interface Ticket {
  readonly authorization: Authorization
  readonly merchant: Merchant
}

/** What the edge stands on. */
export interface EdgeOptions {
  readonly tenants: Tenants
  readonly key: PlatformKey
  readonly clock: Clock
}

const bodyBytesShown = 8

/** How requests are let in and answers out, in the order the protocol fixes. */
export class PlatformEdge implements Edge<Ticket, Merchant> {
  readonly #options: EdgeOptions
  readonly #limiter = new Limiter()

  constructor(options: EdgeOptions) {
    this.#options = options
  }

  admit(exchange: Exchange): Ticket {
    const { tenants, clock } = this.#options
    if (!exchange.header('accept') || !exchange.header('user-agent')) throw new Fault('header_missing')
    const authorization = parseAuthorization(exchange.header('authorization') ?? '')
    if (authorization === undefined) throw new Fault('authorization_malformed')
    if (authorization.scheme !== partnerScheme) throw new Fault('authorization_scheme')
    const skew = clockSkew(authorization.timestamp, clock)
    if (skew === undefined || Math.abs(skew) > clockWindow) throw new Fault('authorization_clock')
    const merchant = tenants.merchant(authorization.mchid, authorization.serial_no)
    if (merchant === undefined) throw new Fault('serial_unknown')
    if (merchant.expire_time !== undefined && merchant.expire_time < clock()) throw new Fault('certificate_expired')
    return { authorization, merchant }
  }

  async authenticate({ method, target }: Exchange, { authorization, merchant }: Ticket, body: Uint8Array): Promise<Merchant> {
    const { timestamp, nonce, signature } = authorization
    const parts = { method, target, timestamp, nonce, body }
    if (await verifyRequest(parts, signature, merchant.key)) return merchant
    const shown = requestMessage({ ...parts, body: body.subarray(0, bodyBytesShown) })
    throw new Fault('signature_wrong', {
      detail: { issue: 'sign not match' },
      field: 'signature',
      location: 'authorization',
      sign_information: {
        method,
        url: target,
        truncated_sign_message: new TextDecoder().decode(shown),
        sign_message_length: requestMessage(parts).length,
      },
    })
  }

  async enter(exchange: Exchange, merchant: Merchant, body: Uint8Array): Promise<void> {
    await this.#limiter.take(merchant, exchange.operation)
    const serial = exchange.header('wechatpay-serial')
    if (serial !== undefined && serial !== this.#options.key.key_id) throw new Fault('wechatpay_serial_wrong')
    if (!acceptsJson(exchange.header('accept') ?? '')) throw new Fault('not_acceptable')
    if (body.length > 0 && !isJson(exchange.header('content-type'))) throw new Fault('media_type')
  }

  open(exchange: Exchange, _merchant: Merchant, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const unnamed = exchange.header('wechatpay-serial') === undefined
    return mapSealed(exchange.operation.input, input, async (text, pointer) => {
      if (unnamed) throw new Fault('wechatpay_serial_missing', { field: pointer, location: 'body' })
      try {
        return await open(text, this.#options.key.key, pointer)
      } catch (error) {
        if (error instanceof SignatureError) throw new Fault('sealed_unreadable', { field: pointer, location: 'body' })
        throw error
      }
    })
  }

  async seal({ operation }: Exchange, merchant: Merchant, reply: unknown): Promise<unknown> {
    return hasSealed(operation.reply) ? mapSealed(operation.reply, reply, (text) => seal(text, merchant.key)) : reply
  }

  async sign(_exchange: Exchange, merchant: Merchant | undefined, body: Uint8Array): Promise<Record<string, string>> {
    const { key, clock } = this.#options
    return merchant === undefined ? {} : { ...(await signAnswer(body, key.key_id, key.key, clock)) }
  }

  name({ mchid }: Merchant): string {
    return mchid
  }
}

function acceptsJson(accept: string): boolean {
  return accept.split(',').some((range) => /^\s*(application\/(json|\*)|\*\/\*)\s*(;|$)/i.test(range))
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType)
}
