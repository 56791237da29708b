import { addressKey, type Log, withHead } from '@card-member/service'
import { fastifyRateLimit } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { NoticeLanguage } from '../contract/consent.ts'
import { type MemberPage, memberPath } from '../facade/member-page.ts'
import { memberPolicy } from '../page/member-style.ts'
import { laterPage, noPage } from '../page/no-page.ts'

/** How many pages one address may open in a minute. Telephone networks put many members behind one address. */
const most = 120
const formType = 'application/x-www-form-urlencoded'
const tokenForm = /^[\w-]{22}$/

interface Visit {
  readonly Params: { readonly token: string }
}

/**
 * Adds the page on which a member answers a request. Its address holds a secret, so that no log line has it. GET and HEAD change nothing:
 * programs that look at links before people do cannot answer.
 */
export async function serveMemberPage(app: FastifyInstance, page: MemberPage, log: Log): Promise<void> {
  const addPages: FastifyPluginAsync = async (scope) => {
    await scope.register(fastifyRateLimit, {
      max: most,
      timeWindow: 60_000,
      keyGenerator: ({ ip }) => addressKey(ip),
      addHeaders: none,
      addHeadersOnExceeding: none,
    })
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(formType, { parseAs: 'string', bodyLimit: 4096 }, async (_request: FastifyRequest, body: string) => body)
    scope.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
      const { statusCode = 500 } = error
      if (statusCode === 429) return send(reply, 429, laterPage)
      // What no browser of a member sends is answered as a link that leads nowhere.
      if (statusCode < 500) return send(reply, 404, noPage)
      log.error({ operation: 'memberPage', error }, 'failed')
      return send(reply, 500, laterPage)
    })
    scope.addHook('onResponse', async ({ method }, { statusCode, elapsedTime }) => {
      log.info(
        { operation: method === 'POST' ? 'answerMemberPage' : 'showMemberPage', status: statusCode, ms: Math.round(elapsedTime) },
        'answered',
      )
    })
    scope.get<Visit>(`${memberPath}:token`, withHead, async ({ params: { token }, raw }, reply) => {
      const [, query = ''] = (raw.url ?? '').split('?')
      const shown = tokenForm.test(token) ? await page.show(token, languageOf(new URLSearchParams(query).get('lang'))) : undefined
      return send(reply, shown === undefined ? 404 : 200, shown ?? noPage)
    })
    scope.post<Visit>(`${memberPath}:token`, async ({ params: { token }, body }, reply) => {
      const form = new URLSearchParams(typeof body === 'string' ? body : '')
      const answer = answers.find((one) => one === form.get('answer'))
      const given = answer && { answer, language: languageOf(form.get('language')), shown: form.get('shown') ?? '' }
      const answered = tokenForm.test(token) && given !== undefined ? await page.answer(token, given) : undefined
      return send(reply, answered === undefined ? 404 : 200, answered ?? noPage)
    })
  }
  await app.register(addPages)
}

const answers = ['agree', 'refuse'] as const
const none = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': false }

function languageOf(text: string | null): NoticeLanguage {
  return text === 'en' ? 'en' : 'zh-CN'
}

function send(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-security-policy': memberPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'cross-origin-resource-policy': 'same-origin',
    })
    .type('text/html; charset=utf-8')
    .send(html)
}
