import type { FastifyInstance } from 'fastify'
import type { People } from '../people/people.ts'

/** The two paths of a sign-in by OpenID Connect, which browsers are sent to. */
export function serveSignIn(app: FastifyInstance, people: People): void {
  for (const path of ['/api/auth/start', '/api/auth/callback/oidc']) {
    app.get(path, async (request, reply) => {
      const url = new URL(request.raw.url ?? '/', `${request.protocol}://${request.host}`)
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
      const answer = await people.handle(new Request(url, { headers }))
      reply.code(answer.status)
      for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.send(Buffer.from(await answer.arrayBuffer()))
    })
  }
}
