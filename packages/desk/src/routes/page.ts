import type { FastifyReply } from 'fastify'

const style =
  'body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:44em;margin:3em auto;padding:0 1em;color:#111}code{background:#eee;padding:2px 6px}'

/** Sends a page of plain HTML, in which nothing runs. */
export function sendPage(reply: FastifyReply, content: string, language: 'zh-CN' | 'en' = 'zh-CN'): FastifyReply {
  return reply
    .headers({
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>card-member desk</title><style>${style}</style></head><body>\n${content}\n</body></html>\n`,
    )
}
