import { request as httpRequest } from 'node:http'
import { Agent, type AgentOptions, request as httpsRequest, type RequestOptions } from 'node:https'
import { Duplex } from 'node:stream'
import { ProxyFailure } from '../client/transport.ts'
import type { ProxyServer } from './proxy.ts'

type Callback = (error: Error | null, stream: Duplex) => void

// A call times out earlier; this only frees the connection to a proxy that does not answer.
const connect_timeout_ms = 60_000

/** An agent for https that reaches every origin through a proxy, by CONNECT. TLS is between client and origin, so the proxy reads nothing. */
export class TunnelAgent extends Agent {
  readonly #proxy: ProxyServer

  constructor(proxy: ProxyServer, options: AgentOptions) {
    super(options)
    this.#proxy = proxy
  }

  override createConnection(options: RequestOptions, callback?: Callback): undefined {
    const { secure, host, port, authorization, name } = this.#proxy
    const origin = authorityOf(options)
    const headers = { Host: origin, ...(authorization === undefined ? {} : { 'Proxy-Authorization': authorization }) }
    const connecting = (secure ? httpsRequest : httpRequest)({ method: 'CONNECT', host, port, path: origin, headers, agent: false })
    connecting.setTimeout(connect_timeout_ms, () => connecting.destroy(new Error('the proxy does not answer')))
    // Until it is connected, only the call itself keeps the process alive.
    connecting.on('socket', (socket) => socket.unref())
    connecting.on('error', (cause) => callback?.(new ProxyFailure(name, undefined, cause), nothing()))
    connecting.on('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy()
        callback?.(new ProxyFailure(name, statusCode), nothing())
        return
      }
      socket.setTimeout(0)
      socket.ref()
      if (head.length > 0) socket.unshift(head)
      const stream = super.createConnection(Object.assign({}, options, { socket }))
      if (stream) callback?.(null, stream)
    })
    connecting.end()
    return undefined
  }
}

function authorityOf({ host, port }: RequestOptions): string {
  const name = host ?? 'localhost'
  return `${name.includes(':') ? `[${name}]` : name}:${port || 443}`
}

// With an error the stream is not used; the type requires one.
function nothing(): Duplex {
  return new Duplex()
}
