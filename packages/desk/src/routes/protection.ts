import type { FastifyInstance, FastifyReply } from 'fastify'

/** What every answer says, unless its route says something else. */
const usual = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const

/**
 * Adds to every answer what browsers need to keep other sites away from it, and keeps answers of the API out of every cache.
 *
 * @param secure whether browsers reach the desk by https
 */
export function protectAnswers(app: FastifyInstance, secure: boolean): void {
  app.addHook('onSend', async ({ originalUrl }, reply) => {
    for (const [name, value] of Object.entries(usual)) addMissing(reply, name, value)
    if (secure) addMissing(reply, 'strict-transport-security', 'max-age=31536000')
    // A stream of events says more: nobody on its way may gather or compress it.
    const stored = !String(reply.getHeader('cache-control')).startsWith('no-store')
    if (stored && /^\/api(?:[/?]|$)/.test(originalUrl)) reply.header('cache-control', 'no-store')
  })
}

function addMissing(reply: FastifyReply, name: string, value: string): void {
  if (!reply.hasHeader(name)) reply.header(name, value)
}
