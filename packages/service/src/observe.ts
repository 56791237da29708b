import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** Adds what operators ask a server for: alive, ready, numbers. None of it is under `/v3`. */
export function observe(app: FastifyInstance, metrics: Metrics, ready: () => Promise<void>): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    try {
      await ready()
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'database unavailable' })
    }
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
}
