import { getCard } from '@card-member/sdk/contract'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import type { RequestContext } from './edge.ts'
import { Metrics } from './metrics.ts'
import { observe } from './observe.ts'

const context: RequestContext = {
  operation: getCard,
  request_id: 'A',
  method: 'GET',
  target: '/',
  address: '127.0.0.1',
  arrived: 0,
  header: () => undefined,
}

test('operators see whether the server lives, whether it is ready, and its numbers', async () => {
  const metrics = new Metrics()
  let down: string[] = []
  await using app = fastify()
  observe(app, metrics, async () => down)
  const get = async (url: string) => {
    const { statusCode, body, headers } = await app.inject(url)
    return { statusCode, body, type: headers['content-type'] }
  }
  const json = 'application/json; charset=utf-8'
  expect(await get('/healthz')).toEqual({ statusCode: 200, body: '{"status":"ok"}', type: json })
  expect(await get('/readyz')).toEqual({ statusCode: 200, body: '{"status":"ok"}', type: json })
  down = ['write']
  expect(await get('/readyz')).toEqual({ statusCode: 503, body: '{"status":"database unavailable","down":["write"]}', type: json })
  expect((await get('/healthz')).statusCode).toBe(200)

  metrics.answered(context, { status: 200, code: undefined, caller: '1900000001', ms: 4 })
  metrics.answered(context, { status: 200, code: undefined, caller: '1900000001', ms: 6 })
  metrics.answered(context, { status: 401, code: 'SIGN_ERROR', caller: undefined, ms: 0.5 })
  metrics.committed(3)
  metrics.watch('card_member_waiting', 'What waits', async () => 7)
  metrics.watch('card_member_unreadable', 'What cannot be read', () => Promise.reject(new Error('no database')))
  const { statusCode, body, type } = await get('/metrics')
  expect([statusCode, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  const ours = body
    .split('\n')
    .filter((line) => /^card_member_(answers|answer_seconds_(count|sum)|commit_jobs_(count|sum))|le="(0\.001|0\.005|4)"/.test(line))
  expect(ours).toEqual([
    'card_member_answers_total{operation="getCard",status="200",code="OK"} 2',
    'card_member_answers_total{operation="getCard",status="401",code="SIGN_ERROR"} 1',
    'card_member_answer_seconds_bucket{le="0.001",operation="getCard"} 1',
    'card_member_answer_seconds_bucket{le="0.005",operation="getCard"} 2',
    'card_member_answer_seconds_sum{operation="getCard"} 0.0105',
    'card_member_answer_seconds_count{operation="getCard"} 3',
    'card_member_commit_jobs_bucket{le="4"} 1',
    'card_member_commit_jobs_sum 3',
    'card_member_commit_jobs_count 1',
  ])
  expect(body).toMatch(/^card_member_waiting 7\n/m)
  expect(body).toMatch(/^card_member_unreadable Nan\n/m)
  expect(body).toMatch(/^process_cpu_user_seconds_total /m)
})
