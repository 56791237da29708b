import { request as httpRequest } from 'node:http'
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { TransportRequest } from '../client/transport.ts'
import { type Agents, closeIdle, DirectAgents, type Outgoing, pool, requestOptions } from './agents.ts'
import { NoProxy } from './no-proxy.ts'
import type { Proxies, ProxyServer } from './proxy.ts'
import { TunnelAgent } from './tunnel.ts'

/** Chooses the proxy for an origin; `undefined` for none. */
export function chooser({ plain, secure, except }: Proxies): (origin: URL) => ProxyServer | undefined {
  const direct = new NoProxy(except)
  return (origin) => {
    if (direct.has(origin)) return undefined
    return origin.protocol === 'https:' ? secure : plain
  }
}

/** The agents of a transport with proxies: one for each proxy, so that their connections stay separate. */
export class ProxyAgents implements Agents {
  readonly #proxyFor: ReturnType<typeof chooser>
  readonly #direct = new DirectAgents()
  readonly #tunnels = new Map<ProxyServer, HttpsAgent>()

  constructor(proxies: Proxies) {
    this.#proxyFor = chooser(proxies)
  }

  open(request: TransportRequest): Outgoing {
    const { origin, ...options } = requestOptions(request)
    const isSecure = origin.protocol === 'https:'
    const proxy = this.#proxyFor(origin)
    if (proxy === undefined) return this.#direct.open(request)
    if (isSecure) return { outgoing: httpsRequest({ ...options, agent: this.#tunnel(proxy) }) }
    // Without TLS a proxy receives the whole URL. It forwards the path, which is the part that is signed.
    const { host, port, authorization } = proxy
    const headers = {
      ...options.headers,
      Host: origin.host,
      ...(authorization === undefined ? {} : { 'Proxy-Authorization': authorization }),
    }
    const asked = { host, port, path: request.url, method: options.method, headers }
    const { plain, secure } = this.#direct
    const outgoing = proxy.secure ? httpsRequest({ ...asked, agent: secure }) : httpRequest({ ...asked, agent: plain })
    return { outgoing, forwarder: proxy }
  }

  close(): void {
    this.#direct.close()
    for (const agent of this.#tunnels.values()) closeIdle(agent)
  }

  #tunnel(proxy: ProxyServer): HttpsAgent {
    const agent = this.#tunnels.get(proxy) ?? new TunnelAgent(proxy, pool)
    this.#tunnels.set(proxy, agent)
    return agent
  }
}
