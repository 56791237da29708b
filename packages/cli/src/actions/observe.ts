import { stopAtSignal } from '@card-member/service/lifecycle'
import { makeLog } from '@card-member/service/log'
import { CommandFailure } from '../failure.ts'
import type { Listening } from '../listen.ts'
import type { Exchange } from '../observe/exchange.ts'
import { Journal } from '../observe/journal.ts'
import { type JournalEntry, Observer } from '../observe/observer.ts'
import { passThrough } from '../observe/pass-through.ts'
import type { Terminal } from '../terminal.ts'
import { differenceKinds, observeWords as words } from '../words/observe.ts'
import { platformWords } from '../words/platform.ts'
import { isPortTaken } from './launch-platform.ts'
import { untilStopped } from './platform.ts'

/** Options of `card-member observe`. */
export interface ObserveFlags {
  readonly listen: number
  readonly host: string
  readonly upstream: string
  readonly journal: string
}

/** Observes calls until a signal ends the process. */
export async function runObserve(flags: ObserveFlags, terminal: Terminal): Promise<never> {
  const proxy = await startObserving(flags, terminal)
  stopAtSignal(proxy, makeLog())
  if (!/^(127\.|\[?::1\]?$|localhost$)/.test(flags.host)) terminal.warn(words.openHost(flags.host), 'err')
  terminal.write(`observe ready ${proxy.url}`)
  return untilStopped()
}

/** Starts the proxy; closing it writes what was found. */
export async function startObserving({ listen, host, upstream, journal: path }: ObserveFlags, terminal: Terminal): Promise<Listening> {
  const observer = new Observer()
  const findings = new Findings(terminal)
  const journal = new Journal(path, {
    onLost: (reason) => terminal.warn(words.journalLost(path, reason), 'err'),
    onFound: (lost) => terminal.say(words.journalFound(path, lost), 'err'),
  })
  // One after the other: what is known of a card follows the order of its answers.
  let last = Promise.resolve()
  const judge = async (exchange: Exchange) => {
    const entry = await observer.observe(exchange)
    findings.add(entry)
    const differences = entry.differences.map(({ ours, observed, ...difference }) => ({
      ...difference,
      ours: ours.en,
      observed: observed.en,
    }))
    journal.add(JSON.stringify({ ...entry, differences }))
  }
  const onExchange = (exchange: Exchange) => {
    last = last.then(() => judge(exchange)).catch((error: unknown) => terminal.write(String(error), 'err'))
  }
  try {
    const proxy = await passThrough({ upstream: new URL(upstream), host, port: listen, onExchange })
    return {
      url: proxy.url,
      close: async () => {
        await proxy.close()
        await last
        await journal.idle()
        findings.end()
      },
    }
  } catch (error) {
    throw isPortTaken(error) ? new CommandFailure(platformWords.portTaken(listen), undefined, { field: '--listen' }) : error
  }
}

const mostKinds = 10_000

/** Shows each kind of difference once. */
class Findings {
  readonly #terminal: Terminal
  readonly #shown = new Set<string>()
  #calls = 0
  #differences = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  add({ operation, method, path, status, failure, differences }: JournalEntry): void {
    this.#calls++
    this.#differences += differences.length
    const name = operation ?? `${method} ${path}`
    if (failure !== undefined) this.#terminal.say(words.noAnswer(name, failure), 'err')
    for (const { kind, at, ours, observed } of differences) {
      const key = JSON.stringify([name, status, kind, at, ours.en, observed.en])
      if (this.#shown.has(key) || this.#shown.size >= mostKinds) continue
      this.#shown.add(key)
      this.#terminal.say(words.difference(`${name} ${status ?? ''}`, differenceKinds[kind], at, ours, observed), 'err')
    }
  }

  end(): void {
    this.#terminal.say(words.ended(this.#calls, this.#differences, this.#shown.size), 'err')
  }
}
