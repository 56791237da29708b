import { once } from 'node:events'
import { connect } from 'node:net'

/** An answer as its bytes say, nothing decoded or made equal. */
export interface RawAnswer {
  readonly status: number
  /** Names and values as they came, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly names: readonly string[]
  readonly body: string
}

/** Writes bytes to a server and reads what comes back until the connection ends. */
export async function sendRaw(url: string, request: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.write(request)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('utf8')
}

/** One request on a connection of its own, whose answer is taken apart by hand. */
export async function askRaw(url: string, method: string, target: string, headers: readonly string[], body = ''): Promise<RawAnswer> {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close']
  return parseRaw(await sendRaw(url, `${lines.join('\r\n')}\r\n\r\n${body}`))
}

/** Takes an answer apart. */
export function parseRaw(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)] as const
  })
  return { status: Number(first.split(' ')[1]), headers, names: headers.map(([name]) => name), body: text.slice(end + 4) }
}
