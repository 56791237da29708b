import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { version } from '../src/index.ts'
import { openTelemetryHooks } from '../src/opentelemetry/index.ts'
import { resetConnection, signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor, merchant } from './fixtures/keys.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const exporter = new InMemorySpanExporter()
const started: string[] = []
const order: SpanProcessor = {
  onStart: (span) => void started.push(span.spanContext().spanId),
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
}
const provider = new BasicTracerProvider({ spanProcessors: [order, new SimpleSpanProcessor(exporter)] })
const code = userCard.user_card_code
const template = '/v3/brand/partner/card-member/user-cards/{user_card_code}/invalidate'
const refused = signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' })

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
})

beforeEach(() => exporter.reset())

afterAll(async () => {
  await provider.shutdown()
  trace.disable()
  context.disable()
})

/** The finished spans, in the order in which they began. */
function spans() {
  const place = (span: ReadableSpan) => started.indexOf(span.spanContext().spanId)
  return exporter.getFinishedSpans().toSorted((one, other) => place(one) - place(other))
}

describe('the spans of a call', () => {
  it('are one for the call and one for its attempt, below the span that is active', async () => {
    await using server = await startServer(signed(200, invalidCard))
    const api = server.client({ hooks: openTelemetryHooks() })
    await trace.getTracer('test').startActiveSpan('job', async (job) => {
      await api.userCards.invalidate(code, asked)
      job.end()
    })
    const [job, call, attempt, ...others] = spans()
    expect(others).toEqual([])
    expect(job?.name).toBe('job')
    expect(call).toMatchObject({
      name: 'invalidateUserCard',
      kind: SpanKind.CLIENT,
      parentSpanContext: { spanId: job?.spanContext().spanId },
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@card-member/sdk', version },
    })
    const common = {
      'http.request.method': 'POST',
      'url.template': template,
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(server.url).port),
      'http.response.status_code': 200,
      'card_member.operation': 'invalidateUserCard',
      'card_member.outcome': 'done',
      'card_member.request_id': '08F78BB5AF0610D302189F-0',
    }
    expect(call?.attributes).toEqual(common)
    expect(attempt).toMatchObject({
      name: `POST ${template}`,
      kind: SpanKind.CLIENT,
      parentSpanContext: { spanId: call?.spanContext().spanId },
      status: { code: SpanStatusCode.UNSET },
    })
    expect(attempt?.attributes).toEqual(common)
  })

  it('count attempts, and name what each failed with', async () => {
    await using server = await startServer(refused, resetConnection)
    const error = await failureOf(server.client({ hooks: openTelemetryHooks() }).userCards.invalidate(code, asked))
    expect(error).toMatchObject({ code: 'CONNECTION_LOST', outcome: 'unknown' })
    const [call, first, second, ...others] = spans()
    expect(others).toEqual([])
    expect(first).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'http.response.status_code': 429, 'error.type': 'RATELIMIT_EXCEEDED', 'card_member.outcome': 'rejected' },
    })
    expect(first?.attributes).not.toHaveProperty('http.request.resend_count')
    expect(second).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'http.request.resend_count': 1, 'error.type': 'CONNECTION_LOST', 'card_member.outcome': 'unknown' },
    })
    expect(second?.attributes).not.toHaveProperty('http.response.status_code')
    expect(call).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'http.request.resend_count': 1, 'error.type': 'CONNECTION_LOST', 'card_member.outcome': 'unknown' },
      events: [{ name: 'retry', attributes: { 'card_member.delay_ms': 500 } }],
    })
    expect(call?.events).toHaveLength(1)
  })

  it('end with a call that makes no request', async () => {
    await using server = await startServer(signed(200, invalidCard))
    const before_sign = () => Promise.reject(new Error('no'))
    await failureOf(server.client({ hooks: openTelemetryHooks() }).userCards.invalidate(code, asked, { before_sign }))
    expect(spans()).toMatchObject([
      { name: 'invalidateUserCard', attributes: { 'error.type': 'SIGNING_REFUSED', 'card_member.outcome': 'not_sent' } },
    ])
  })

  it('keep calls that run at the same time apart', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = server.client({ hooks: openTelemetryHooks() })
    await Promise.all(['a', 'b', 'c'].map((id) => api.userCards.get(id, asked)))
    const calls = spans().filter(({ name }) => name === 'getUserCard')
    const attempts = spans().filter(({ name }) => name.startsWith('GET '))
    expect(attempts.map(({ parentSpanContext }) => parentSpanContext?.spanId).toSorted()).toEqual(
      calls.map((call) => call.spanContext().spanId).toSorted(),
    )
    expect(calls).toHaveLength(3)
  })

  it('hold nothing about the member, and no key', async () => {
    await using server = await startServer(signed(400, { code: 'PARAM_ERROR', message: `${code} ${asked.openid}` }))
    const api = server.client({ hooks: openTelemetryHooks() })
    const phone_number = '13812345678'
    await failureOf(
      api.userCards.importByOpenid({ ...asked, user_card_code: code, phone_number, valid_date_information: { type: 'PERMANENT' } }),
    )
    await failureOf(api.userCards.invalidate(code, asked))
    await failureOf(api.call({ method: 'POST', path: `/v3/new/${code}/thing?openid=${asked.openid}`, body: { phone_number } }))
    const told = spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
    expect(told).toHaveLength(6)
    const text = JSON.stringify(told)
    const { serial_no } = credentialFor('')
    for (const secret of [code, asked.openid, asked.card_id, phone_number, serial_no, merchant.private_key.slice(40, 80)])
      expect(text).not.toContain(secret)
  })
})
