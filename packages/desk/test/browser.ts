import { type Input, isRecord, type Operation, place, type Reply } from '@card-member/sdk/contract'
import { contract, type DeskContract } from '../src/contract/contract.ts'
import { files } from '../src/contract/files.ts'

/** An answer of the desk, read to its end. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
}

/** An answer as tests compare it: what a refusal says, or the status alone. */
export interface Told {
  readonly status: number
  readonly code?: unknown
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Names of the files that go up and down. */
export type FileName = keyof typeof files

/** What a request may bring besides its path. */
export interface Sent {
  readonly body?: string | Uint8Array | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** A browser: it keeps the desk's cookie and sends it back. */
export class Browser {
  cookie: string | undefined
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** Any request. */
  async send(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answered> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: { ...(this.cookie === undefined ? {} : { cookie: this.cookie }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
      redirect: 'manual',
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      if (pair.startsWith('card-member-desk=')) this.cookie = pair.endsWith('=') ? undefined : pair
    }
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  /** A call of an operation, whatever its answer. */
  ask(id: keyof DeskContract, input: object, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const operation: Operation = contract[id]
    const { target, body } = place(operation, { ...input })
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    return this.send(operation.method, target, { body: body && JSON.stringify(body), headers: { ...json, ...headers } })
  }

  /** A call that is answered as the contract says. */
  async call<Id extends keyof DeskContract>(id: Id, input: Input<DeskContract[Id]>): Promise<Reply<DeskContract[Id]>> {
    const answer = await this.ask(id, input)
    if (answer.status !== 200) throw new Error(`${id}: ${answer.status} ${answer.bytes.toString()}`)
    return JSON.parse(answer.bytes.toString())
  }

  /** What a call is told. */
  async told(id: keyof DeskContract, input: object, headers?: Readonly<Record<string, string>>): Promise<Told> {
    return tellingOf(await this.ask(id, input, headers))
  }

  /** A file, up or down. */
  file(name: FileName, fields: Readonly<Record<string, string>>, sent?: Sent): Promise<Answered> {
    const { method, path } = files[name]
    const query = new URLSearchParams()
    let target: string = path
    for (const [field, value] of Object.entries(fields)) {
      if (target.includes(`{${field}}`)) target = target.replace(`{${field}}`, encodeURIComponent(value))
      else query.set(field, value)
    }
    return this.send(method, query.size > 0 ? `${target}?${query}` : target, sent)
  }
}

/** What an answer says of itself. */
export function tellingOf({ status, bytes }: Answered): Told {
  const { code, detail } = jsonOf({ bytes })
  return { status, ...(code === undefined || status === 200 ? {} : { code }), ...(isRecord(detail) ? { detail } : {}) }
}

/** The object that an answer holds; empty when it holds none. */
export function jsonOf({ bytes }: Pick<Answered, 'bytes'>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
