import { once } from 'node:events'
import type { Server } from 'node:http'

/** A server that accepts requests. */
export interface Listening {
  readonly url: string
  /** Accepts nothing new, and resolves once calls in flight have their answers. */
  close(): Promise<void>
}

/** Lets a server listen; port 0 is any free one. */
export async function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<Listening> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const listening = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening ?? port}`,
    close: async () => {
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
    },
  }
}
