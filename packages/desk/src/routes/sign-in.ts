import { type HttpError, PlatformError, readQuery, text } from '@card-member/sdk/contract'
import { errorAnswer, readHeader } from '@card-member/service'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DeskError } from '../contract/desk-error.ts'
import { callbackPath, type OidcSignIn, type Sessions } from '../facade/sessions.ts'
import type { DeskCookies } from './cookie.ts'
import { sendPage } from './page.ts'

const startPath = '/api/auth/start'
const again = text({ zh: '重新登录', en: 'Sign in again' })
const otherwise = text({ zh: '用其他方式登录', en: 'Sign in another way' })

/** The two paths of a sign-in by OpenID Connect, which browsers are sent to. Without a provider there are none. */
export function serveSignIn(app: FastifyInstance, sessions: Sessions, cookies: DeskCookies): void {
  // A HEAD request that took the code would leave the browser without one.
  const options = { exposeHeadRoute: false }
  app.get(startPath, options, async (request, reply) => {
    const oidc = await sessions.oidc
    if (oidc === undefined) return reply.callNotFound()
    return refusing(request, reply, async () => {
      const { location, sealed_state } = await oidc.start()
      return redirect(reply, location, [cookies.oidc.write(sealed_state)])
    })
  })
  app.get(callbackPath, options, async (request, reply) => {
    const oidc = await sessions.oidc
    if (oidc === undefined) return reply.callNotFound()
    return refusing(request, reply, () => finish({ sessions, oidc, cookies }, request, reply))
  })
}

interface SignInServices {
  readonly sessions: Sessions
  readonly oidc: OidcSignIn
  readonly cookies: DeskCookies
}

async function finish({ sessions, oidc, cookies }: SignInServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const [, query = ''] = (request.raw.url ?? '').split('?')
  if (!isReadable(query))
    throw new PlatformError('param_error', { field: '', issue: 'query is not well-formed percent-encoded UTF-8', location: 'query' })
  try {
    const { id } = await oidc.finish(query, cookies.oidc.read(readHeader(request.raw, 'cookie')))
    return redirect(reply, '/', [
      cookies.oidc.clear(),
      cookies.session.write(await sessions.openFor(id, { address: request.ip, device: readHeader(request.raw, 'user-agent') })),
    ])
  } catch (error) {
    // A request that another page made up must not end a sign-in that is under way.
    const isTheirs = !(error instanceof DeskError && error.kind === 'oidc_state_unknown')
    if (isTheirs) reply.header('set-cookie', cookies.oidc.clear())
    throw error
  }
}

async function refusing(request: FastifyRequest, reply: FastifyReply, run: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof DeskError || error instanceof PlatformError) return refuse(request, reply, error)
    throw error
  }
}

/** A page for browsers, JSON for everybody else. */
function refuse(request: FastifyRequest, reply: FastifyReply, refusal: HttpError): FastifyReply {
  const { status, language, body } = errorAnswer(refusal, readHeader(request.raw, 'accept-language'))
  reply.code(status)
  if (!/\btext\/html\b/i.test(readHeader(request.raw, 'accept') ?? ''))
    return reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(body)
  const { code, message } = refusal.definition
  const links = [
    [startPath, again],
    ['/sign-in', otherwise],
  ] as const
  const ways = links.map(([path, words]) => `<p><a href="${path}">${words[language]}</a></p>`).join('\n')
  const content = `<h1>${message[language]}</h1>\n${ways}\n<p><code>${code}</code></p>`
  return sendPage(reply, content, language)
}

function isReadable(query: string): boolean {
  const pairs = readQuery(query)
  return pairs?.flat().every((text) => !text.includes('\0')) ?? false
}

function redirect(reply: FastifyReply, location: string, cookies: readonly string[]): FastifyReply {
  return reply
    .code(302)
    .headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'set-cookie': [...cookies] })
    .send()
}
