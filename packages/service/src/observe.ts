import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** For pages, and what monitors ask: HEAD is answered as GET is, without the body. */
export const withHead = { exposeHeadRoute: true } as const

/** Adds what operators ask a server for: alive, ready, numbers. None of it is under `/v3`. */
export function observe(app: FastifyInstance, metrics: Metrics, down: () => Promise<readonly string[]>): void {
  app.get('/healthz', withHead, async () => ({ status: 'ok' }))
  app.get('/readyz', withHead, async (_request, reply) => {
    const silent = await down()
    if (silent.length === 0) return { status: 'ok' }
    return reply.code(503).send({ status: 'database unavailable', down: silent })
  })
  app.get('/metrics', withHead, async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()))
}
