import type { FastifyInstance, FastifyRegisterOptions } from 'fastify'

/** Adds routes in a scope of their own: what they change of parsers, hooks and errors stays there. */
export async function inScope(
  app: FastifyInstance,
  add: (scope: FastifyInstance) => void,
  options: FastifyRegisterOptions<object> = {},
): Promise<void> {
  await app.register((scope, _options, done) => {
    add(scope)
    done()
  }, options)
}
