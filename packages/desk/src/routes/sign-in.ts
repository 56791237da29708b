import { Fault, readQuery } from '@card-member/sdk/contract'
import { describeFault, readHeader } from '@card-member/service'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { People } from '../people/people.ts'

/**
 * The two paths of a sign-in by OpenID Connect, which browsers are sent to.
 *
 * @param origin where browsers reach the desk; what a request says of its host is not believed
 */
export function serveSignIn(app: FastifyInstance, people: People, origin: () => string): void {
  for (const path of ['/api/auth/start', '/api/auth/callback/oidc']) {
    app.get(path, async (request, reply) => {
      const [, query = ''] = (request.raw.url ?? '').split('?')
      if (!isReadable(query)) return refuse(reply, readHeader(request.raw, 'accept-language'))
      const url = new URL(origin())
      url.pathname = path
      url.search = query
      return passOn(await people.handle(new Request(url, { headers: headersOf(request) })), reply)
    })
  }
}

function isReadable(query: string): boolean {
  const pairs = readQuery(query)
  return pairs?.flat().every((text) => !text.includes('\0')) ?? false
}

function refuse(reply: FastifyReply, language: string | undefined): FastifyReply {
  const fault = new Fault('param_error', { field: '', issue: 'query is not well-formed percent-encoded UTF-8', location: 'query' })
  const { status, body } = describeFault(fault, language)
  return reply.code(status).type('application/json; charset=utf-8').send(body)
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  return headers
}

async function passOn(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(answer.status)
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  return reply.send(Buffer.from(await answer.arrayBuffer()))
}
