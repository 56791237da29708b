import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { CallEndEvent, CallEvent, Hooks, RequestEvent, ResponseEvent } from '../client/hooks.ts'
import { version } from '../client/version.ts'

interface OpenCall {
  readonly span: Span
  /** In which its attempts are children of its span. */
  readonly context: Context
  attempt: Span | undefined
}

/**
 * Makes hooks that build OpenTelemetry spans: a client span for each call, a child of the span that is active when the call is
 * made, and below it a client span for each attempt. Spans go to the tracer provider that the program registers. Attributes follow
 * the semantic conventions for HTTP; `url.full` is left out, because it would name the member. No attribute holds a card code, an
 * OpenID, a phone number or a key.
 *
 * @example
 * import { openTelemetryHooks } from '@card-member/sdk/opentelemetry'
 *
 * const api = new CardMember(credential, { hooks: openTelemetryHooks() })
 */
export function openTelemetryHooks(): Hooks {
  const calls = new Map<string, OpenCall>()
  const tracer = () => trace.getTracer('@card-member/sdk', version)
  return {
    onCallStart: (event) => {
      const parent = context.active()
      const span = tracer().startSpan(event.operation, { kind: SpanKind.CLIENT, attributes: callAttributes(event) }, parent)
      calls.set(event.call_id, { span, context: trace.setSpan(parent, span), attempt: undefined })
    },
    onRequest: (event) => {
      const call = calls.get(event.call_id)
      if (call === undefined) return
      const server = serverAttributes(event)
      call.span.setAttributes(server)
      const attributes = { ...callAttributes(event), ...server, ...resendAttributes(event.attempt) }
      call.attempt = tracer().startSpan(`${event.method} ${event.path}`, { kind: SpanKind.CLIENT, attributes }, call.context)
    },
    onResponse: (event) => {
      const call = calls.get(event.call_id)
      if (call?.attempt) end(call.attempt, event)
      if (call) call.attempt = undefined
    },
    onRetry: ({ call_id, delay_ms }) => {
      calls.get(call_id)?.span.addEvent('retry', { 'card_member.delay_ms': delay_ms })
    },
    onCallEnd: (event) => {
      const call = calls.get(event.call_id)
      calls.delete(event.call_id)
      call?.attempt?.end()
      call?.span.setAttributes(resendAttributes(event.attempts))
      if (call) end(call.span, event)
    },
  }
}

function callAttributes({ operation, method, path }: CallEvent): Attributes {
  return { 'http.request.method': method, 'url.template': path, 'card_member.operation': operation }
}

function serverAttributes({ server }: RequestEvent): Attributes {
  const colon = server.lastIndexOf(':')
  return { 'server.address': server.slice(0, colon), 'server.port': Number(server.slice(colon + 1)) }
}

function resendAttributes(attempts: number): Attributes {
  return attempts > 1 ? { 'http.request.resend_count': attempts - 1 } : {}
}

function end(span: Span, { status, request_id, outcome, code }: ResponseEvent | CallEndEvent): void {
  span.setAttribute('card_member.outcome', outcome)
  if (status !== undefined) span.setAttribute('http.response.status_code', status)
  if (request_id !== undefined) span.setAttribute('card_member.request_id', request_id)
  if (code !== undefined) {
    span.setAttribute('error.type', code)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}
