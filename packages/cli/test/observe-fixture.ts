import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { connect, createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { startObserving } from '../src/actions/observe.ts'
import { Terminal } from '../src/terminal.ts'

/** A proxy that runs in this process, in front of some upstream. */
export interface Observed extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  readonly journal: string
  /** Ends it, and returns what it told whoever runs it. */
  end(): Promise<string>
  /** The lines of the journal, once it has ended. */
  entries(): Record<string, unknown>[]
  mode(): number
}

/** Starts `card-member observe` in this process. */
export async function observing(upstream: string, file = 'observe.jsonl'): Promise<Observed> {
  const folder = await mkdtemp(join(tmpdir(), 'card-member-observe-'))
  const journal = join(folder, file)
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const terminal = new Terminal('en', { stdin: new PassThrough(), stdout, stderr, env: {} })
  const proxy = await startObserving({ listen: 0, host: '127.0.0.1', upstream, journal }, terminal)
  let told: string | undefined
  const end = async () => {
    if (told === undefined) {
      await proxy.close()
      told = String(stderr.read() ?? '')
    }
    return told
  }
  return {
    url: proxy.url,
    folder,
    journal,
    end,
    entries: () =>
      readFileSync(journal, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line): Record<string, unknown> => JSON.parse(line)),
    mode: () => statSync(journal).mode & 0o777,
    [Symbol.asyncDispose]: async () => {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** An upstream that answers as a test says. */
export async function upstreamOf(listener: RequestListener): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer(listener)
  return listeningOf(server, () => server.closeAllConnections())
}

/** An upstream of bare bytes: keeps what arrives, and writes a text once a whole request is there. */
export async function bareUpstream(answer: string, whole: string): Promise<{ readonly url: string; arrived(): string } & AsyncDisposable> {
  let arrived = ''
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      arrived += chunk.toString('latin1')
      if (arrived.endsWith(whole)) socket.end(answer, 'latin1')
    })
  })
  return { ...(await listeningOf(server, () => {})), arrived: () => arrived }
}

/** Sends bytes, and reads until the connection ends. */
export async function sendBare(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let received = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
  })
  socket.write(text, 'latin1')
  await once(socket, 'close')
  return received
}

async function listeningOf(server: Server, before: () => void): Promise<{ readonly url: string } & AsyncDisposable> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      before()
      await once(server, 'close')
    },
  }
}
