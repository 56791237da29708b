import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { Server } from './server.ts'
import { Workplace } from './workplace.ts'

/** Opens connections on which nothing is said, and measures what the server holds for them and how others are served meanwhile. */
export async function benchIdle(quick: boolean): Promise<object[]> {
  using workplace = new Workplace()
  await using server = await Server.start('./platform-process.ts', workplace.tenants, `sqlite:${join(workplace.folder, 'idle.db')}`)
  const lines: object[] = []
  const sockets: Socket[] = []
  const { hostname, port } = new URL(server.url)
  for (const count of quick ? [0, 500] : [0, 500, 900, 10_000]) {
    // Those over the limit are closed by the server, as a flood of them would be.
    for (let missing = count - sockets.length; missing > 0; missing -= 100) {
      const opened = Array.from({ length: 100 }, () => connect(Number(port), hostname).on('error', () => undefined))
      await Promise.all(opened.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined)))
      sockets.push(...opened)
    }
    const open = sockets.filter(({ destroyed }) => !destroyed).length
    lines.push({ opened: count, still_open: open, memory_mb: Math.round(server.memory), ...(await latency(server.url)) })
  }
  for (const socket of sockets) socket.destroy()
  return lines
}

async function latency(url: string): Promise<{ readonly median_ms: number; readonly worst_ms: number; readonly refused: number }> {
  const times: number[] = []
  let refused = 0
  for (let index = 0; index < 200; index += 1) {
    const began = performance.now()
    await fetch(`${url}/healthz`).then(
      (answer) => answer.text(),
      () => (refused += 1),
    )
    times.push(performance.now() - began)
  }
  const sorted = times.sort((one, other) => one - other)
  const rounded = (at: number) => Math.round((sorted[at] ?? 0) * 10) / 10
  return { median_ms: rounded(100), worst_ms: rounded(199), refused }
}
