import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

const readingTime = 50
const sweepInterval = 50

/**
 * Closes a server without losing requests. Node closes the connections that are idle at that moment and no others: a request
 * on its way would be lost with its connection, and a connection kept alive after its answer would hold the server for minutes.
 * So arrived bytes are read first, answers carry `Connection: close`, and idle connections are closed repeatedly.
 * The server must be made with `return503OnClosing: false`.
 */
export function closeGracefully(app: FastifyInstance): void {
  let closing = false
  const sockets = new Set<Socket>()
  app.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  let sweep: NodeJS.Timeout | undefined
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
  app.addHook('preClose', async () => {
    closing = true
    await wait(readingTime)
    sweep = setInterval(() => {
      app.server.closeIdleConnections()
      // Browsers open connections ahead of requests. Node takes those for busy, and once it closes it no longer ends them.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    }, sweepInterval)
  })
  app.addHook('onClose', async () => clearInterval(sweep))
}
