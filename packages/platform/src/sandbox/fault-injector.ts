import { setTimeout as wait } from 'node:timers/promises'
import { PlatformError } from '@card-member/sdk/contract'
import { signAnswer } from '@card-member/sdk/protocol'
import { type Answer, ConnectionReset, type Interceptor, type RequestContext } from '@card-member/service'
import type { PlatformKeys } from '../tenants/platform-keys.ts'
import type { FaultRule } from './controls.ts'
import type { FaultRules } from './fault-rules.ts'
import type { Inspector } from './inspector.ts'

const badGateway =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n'
const encoder = new TextEncoder()

/** What the fault injector needs. */
export interface FaultInjectorContext {
  readonly rules: FaultRules
  readonly inspector: Inspector
  readonly keys: PlatformKeys
  readonly clock: () => number
}

/** Injects faults into calls by the rules: before the change or after it, as in production. */
export class FaultInjector implements Interceptor {
  readonly #parts: FaultInjectorContext
  readonly #injected = new WeakMap<RequestContext, FaultRule>()

  constructor(parts: FaultInjectorContext) {
    this.#parts = parts
  }

  onReceived(context: RequestContext, body: Uint8Array): void {
    this.#parts.inspector.received(context, body)
  }

  async preHandler(context: RequestContext): Promise<void> {
    const rule = this.#parts.rules.forCall(context.operation.id)
    if (rule === undefined) return
    this.#injected.set(context, rule)
    this.#parts.inspector.injected(context, rule.fault)
    switch (rule.fault) {
      case 'connection_reset':
        throw new ConnectionReset()
      case 'delay':
        await wait(rule.delay_ms ?? 1000)
        return
      case 'rate_limited':
        throw new PlatformError('rate_limit')
      case 'system_error':
      case 'bad_gateway':
        throw new PlatformError('system_error')
    }
  }

  async onSend(context: RequestContext, right: Answer): Promise<Answer> {
    const rule = this.#injected.get(context)
    const answer = rule === undefined ? right : await this.#spoil(rule, right, context.header('wechatpay-serial'))
    this.#parts.inspector.answered(context, answer)
    return answer
  }

  async #spoil({ fault, seconds = 600 }: FaultRule, right: Answer, serial: string | undefined): Promise<Answer> {
    const { status, headers, body } = right
    const signed = (over: Record<string, string>): Answer => ({ status, body, headers: { ...headers, ...over } })
    switch (fault) {
      case 'answer_lost':
        throw new ConnectionReset()
      case 'bad_gateway':
        return { status: 502, headers: { 'Content-Type': 'text/html' }, body: encoder.encode(badGateway) }
      case 'wrong_signature':
        return signed(await this.#sign(encoder.encode('another body'), serial, 0))
      case 'signature_probe':
        return signed({ 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature'] ?? ''}` })
      case 'wrong_serial':
        return signed({ 'Wechatpay-Serial': 'PUB_KEY_ID_9999999999999999999999999999' })
      case 'skewed_clock':
        return signed(await this.#sign(body, serial, seconds))
      default:
        return right
    }
  }

  async #sign(body: Uint8Array, serial: string | undefined, skew: number): Promise<Record<string, string>> {
    const { keys, clock } = this.#parts
    const { key_id, key } = keys.answering(serial)
    return { ...(await signAnswer(body, key_id, key, () => clock() + skew * 1000)) }
  }
}
