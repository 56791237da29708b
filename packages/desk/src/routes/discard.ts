import type { IncomingMessage } from 'node:http'

const patience_ms = 10_000
const most = 64 * 1024 * 1024

/**
 * Reads on what is left of a refused upload, so that whoever sends it comes to read the answer; half read, it would hold its
 * connection, and with it the server when it stops. Whoever goes on sending is cut off.
 */
export function discard(request: IncomingMessage): void {
  if (request.readableEnded) return
  let size = 0
  const cut = () => request.socket.destroy()
  const timer = setTimeout(cut, patience_ms)
  timer.unref()
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > most) cut()
  })
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
