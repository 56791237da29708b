import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** What a gateway does with a request: pass it on, lose its answer, or cut the connection before it is passed on. */
export type Treatment = 'pass' | 'lose_answer' | 'cut'

/** Something on the way between a caller and a platform. */
export interface Gateway extends AsyncDisposable {
  readonly url: string
}

/** What a gateway may change. */
export interface GatewayOptions {
  readonly treat?: (request: IncomingMessage) => Treatment
  /** Replaces headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>
  /** Replaces the whole answer. */
  readonly answer?: { readonly status: number; readonly body: string }
}

/** Starts a gateway before a platform. */
export async function startGateway(target: string, { treat = () => 'pass', headers = {}, answer }: GatewayOptions): Promise<Gateway> {
  const server = createServer(async (request, response) => {
    const treatment = treat(request)
    const body = await bodyOf(request)
    if (treatment === 'cut') return request.socket.destroy()
    const passed = await pass(target, request, body)
    if (treatment === 'lose_answer') return request.socket.destroy()
    return respond(response, answer ? { ...answer, headers: {} } : { ...passed, headers: { ...passed.headers, ...headers } })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Passed {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function pass(target: string, { url = '', method = 'GET', headers }: IncomingMessage, body: Buffer): Promise<Passed> {
  const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers
  const kept = Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)])
  const answer = await fetch(`${target}${url}`, { method, headers: kept, body: body.length > 0 ? new Uint8Array(body) : null })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
}

function respond(response: ServerResponse, { status, headers, body }: Passed): void {
  const { 'content-length': _length, connection: _connection, 'keep-alive': _alive, 'transfer-encoding': _encoding, ...kept } = headers
  response.writeHead(status, kept).end(body)
}
