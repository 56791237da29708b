import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { TransportRequest } from '../client/transport.ts'
import type { ProxyServer } from './proxy.ts'

// Shorter than the 5 s after which Node's servers close an idle connection: a request on a connection that the server closes
// would have an unknown outcome. The agent itself obeys a shorter Keep-Alive hint of the server.
const idle_ms = 4_000

/** How every agent keeps its connections. */
export const pool = { keepAlive: true, timeout: idle_ms }

/** A request that is open. */
export interface Outgoing {
  readonly outgoing: ClientRequest
  /** The proxy that reads and forwards it, as one does without TLS. */
  readonly forwarder?: ProxyServer
}

/** Opens requests, and keeps their connections. */
export interface Agents {
  open(request: TransportRequest): Outgoing
  /** Closes idle connections. */
  close(): void
}

/** The agents of a transport without a proxy. */
export class DirectAgents implements Agents {
  readonly plain = new HttpAgent(pool)
  readonly secure = new HttpsAgent(pool)

  open(request: TransportRequest): Outgoing {
    const { origin, ...options } = requestOptions(request)
    const isSecure = origin.protocol === 'https:'
    return { outgoing: isSecure ? httpsRequest({ ...options, agent: this.secure }) : httpRequest({ ...options, agent: this.plain }) }
  }

  close(): void {
    closeIdle(this.plain)
    closeIdle(this.secure)
  }
}

/** The options of a request without a proxy, and its origin. */
export function requestOptions({ url, method, headers, body }: TransportRequest) {
  // The target is a part of the text, not of the parsed URL, because it is signed byte for byte.
  const slash = url.indexOf('/', url.indexOf('//') + 2)
  const origin = new URL(url.slice(0, slash))
  const { hostname, port } = origin
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  const all = body ? { ...headers, 'Content-Length': String(body.length) } : headers
  return { origin, host, port, path: url.slice(slash), method, headers: all }
}

/** Closes the idle connections of an agent. */
export function closeIdle(agent: HttpAgent): void {
  agent.maxFreeSockets = 0
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}
