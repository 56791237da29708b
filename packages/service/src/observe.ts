import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** Adds what operators ask a server for: alive, ready, numbers. None of it is under `/v3`. */
export function observe(app: FastifyInstance, metrics: Metrics, down: () => Promise<readonly string[]>): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const silent = await down()
    if (silent.length === 0) return { status: 'ok' }
    return reply.code(503).send({ status: 'database unavailable', down: silent })
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
}
