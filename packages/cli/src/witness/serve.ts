import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Log } from '@card-member/service/log'
import type { WitnessHandler } from '@card-member/tlog'
import { type Listening, listen } from '../listen.ts'

/** Serves a handler by HTTP. */
export async function serveWitness(
  handle: WitnessHandler,
  { host, port, log }: { host: string; port: number; log: Log },
): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch((error: unknown) => {
      log.error({ error }, 'request failed')
      if (!outgoing.headersSent) outgoing.writeHead(500)
      outgoing.end()
    })
  })
  return listen(server, { host, port })
}

async function answer(handle: WitnessHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = incoming
  const bodyless = method === 'GET' || method === 'HEAD'
  const request = new Request(new URL(url.replace(/^\/*/, '/'), 'http://witness'), {
    method,
    ...(bodyless ? {} : { body: Readable.toWeb(incoming), duplex: 'half' }),
  })
  const response = await handle(request)
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(await response.text())
}
