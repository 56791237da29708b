import { hasSealed, mapSealed, type Operation, PlatformError } from '@card-member/sdk/contract'
import {
  type Authorization,
  brandScheme,
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
import { type AnswerHeaders, accepts, type Edge, type RequestContext } from '@card-member/service'
import type { PlatformKeys } from '../tenants/platform-keys.ts'
import type { Principal } from '../tenants/principal.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { Limiter } from './limiter.ts'

/** What a request shows before its body is read. */
export interface Admission {
  readonly authorization: Authorization
  readonly principal: Principal
}

/** What the edge needs. */
export interface EdgeOptions {
  readonly tenants: Tenants
  readonly keys: PlatformKeys
  readonly clock: Clock
}

const bodyBytesShown = 8

/** The steps of a request by the rules of WeChat Pay's API v3, in the order that the protocol fixes. */
export class PlatformEdge implements Edge<Admission, Principal> {
  readonly #options: EdgeOptions
  readonly #limiter = new Limiter()

  constructor(options: EdgeOptions) {
    this.#options = options
  }

  onRequest(context: RequestContext): Admission {
    const { tenants, clock } = this.#options
    if (!context.header('accept') || !context.header('user-agent')) throw new PlatformError('header_missing')
    const authorization = parseAuthorization(context.header('authorization') ?? '')
    if (authorization === undefined) throw new PlatformError('authorization_malformed')
    if (authorization.scheme !== schemeOf(context)) throw new PlatformError('authorization_scheme')
    const skew = clockSkew(authorization.timestamp, clock)
    if (skew === undefined || Math.abs(skew) > clockWindow) throw new PlatformError('authorization_clock')
    const { serial_no, mchid, brand_id } = authorization
    const principal = mchid === undefined ? tenants.principal('brand', brand_id, serial_no) : tenants.principal('partner', mchid, serial_no)
    if (principal === undefined) throw new PlatformError('serial_unknown')
    if (principal.expire_time !== undefined && principal.expire_time < clock()) throw new PlatformError('certificate_expired')
    return { authorization, principal }
  }

  async authenticate({ method, target }: RequestContext, { authorization, principal }: Admission, body: Uint8Array): Promise<Principal> {
    const { timestamp, nonce, signature } = authorization
    const parts = { method, target, timestamp, nonce, body }
    if (await verifyRequest(parts, signature, principal.key)) return principal
    const shown = requestMessage({ ...parts, body: body.subarray(0, bodyBytesShown) })
    throw new PlatformError('signature_wrong', {
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

  async preHandler(context: RequestContext, principal: Principal, body: Uint8Array): Promise<void> {
    const { operation } = context
    await this.#limiter.take(principal, operation)
    const serial = context.header('wechatpay-serial')
    if (serial === undefined && principal.kind === 'brand') throw new PlatformError('wechatpay_serial_missing')
    if (serial !== undefined && this.#options.keys.find(serial) === undefined) throw new PlatformError('wechatpay_serial_wrong')
    if (!accepts(context.header('accept'), 'application/json')) throw new PlatformError('not_acceptable')
    if (body.length > 0 && !isMedia(context.header('content-type'), operation)) throw new PlatformError('media_type')
  }

  decrypt(context: RequestContext, _principal: Principal, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const key = this.#options.keys.find(context.header('wechatpay-serial') ?? '')?.key
    return mapSealed(context.operation.input, input, async (text, pointer) => {
      if (key === undefined) throw new PlatformError('wechatpay_serial_missing', { field: pointer, location: 'body' })
      try {
        return await open(text, key, pointer)
      } catch (error) {
        if (error instanceof SignatureError) throw new PlatformError('sealed_unreadable', { field: pointer, location: 'body' })
        throw error
      }
    })
  }

  async encrypt({ operation }: RequestContext, principal: Principal, result: unknown): Promise<unknown> {
    return hasSealed(operation.reply) ? mapSealed(operation.reply, result, (text) => seal(text, principal.key)) : result
  }

  async onSend(context: RequestContext, principal: Principal | undefined, body: Uint8Array): Promise<AnswerHeaders> {
    if (principal === undefined) return {}
    const { keys, clock } = this.#options
    const { key_id, key } = keys.answering(context.header('wechatpay-serial'))
    return { ...(await signAnswer(body, key_id, key, clock)) }
  }

  nameOf({ kind, id }: Principal): string {
    return `${kind} ${id}`
  }
}

function schemeOf({ operation }: RequestContext): string {
  return operation.path.startsWith('/brand/') ? brandScheme : partnerScheme
}

function isMedia(contentType: string | undefined, { encoding }: Operation): boolean {
  if (contentType === undefined) return false
  return encoding === 'multipart' ? /^multipart\/form-data\s*;/i.test(contentType) : /^application\/json\s*(;|$)/i.test(contentType)
}
