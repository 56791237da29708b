import { check, Fault, readQuery, type Schema } from '@card-member/sdk/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { BrandId, Id, Sha256, Why } from '../contract/field.ts'
import type { Actor } from '../staff/actor.ts'

const longestName = 255

/** Someone who is signed in and sends or wants a file. What they name is checked as it is read. */
export class Visit {
  readonly actor: Actor
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly #params: ReadonlyMap<string, unknown>
  readonly #query: ReadonlyMap<string, string>

  /** @throws {Fault} param_error when the query cannot be read */
  constructor(actor: Actor, request: FastifyRequest, reply: FastifyReply) {
    this.actor = actor
    this.request = request
    this.reply = reply
    this.#params = new Map(Object.entries(request.params ?? {}))
    const [, query = ''] = (request.raw.url ?? '').split('?')
    const pairs = readQuery(query)
    if (pairs === undefined) throw wrong('', 'query is not well-formed percent-encoded UTF-8', 'query')
    this.#query = new Map(pairs)
  }

  /** The brand of the path; `-` where the audit log of the desk as a whole is one. */
  brand_id(alsoWhole = false): string {
    const text = this.#param('brand_id')
    return alsoWhole && text === '-' ? text : checked('brand_id', BrandId, text, 'url')
  }

  get batch_id(): string {
    return checked('batch_id', Id, this.#param('batch_id'), 'url')
  }

  get sha256(): string {
    return checked('sha256', Sha256, this.#param('sha256'), 'url')
  }

  get language(): 'zh-CN' | 'en' {
    return this.#query.get('lang') === 'en' ? 'en' : 'zh-CN'
  }

  /** How an upload is to be read, and what for. */
  batchOptions() {
    return {
      connection: this.#query.get('connection') || undefined,
      file_name: this.#fileName,
      force_reason: this.#forceReason,
      notice_version: this.#noticeVersion,
      encoding: this.#query.get('encoding') || undefined,
      sheet: this.#query.get('sheet') || undefined,
      hidden: this.#hidden,
    }
  }

  get #hidden(): 'take' | 'refuse' | undefined {
    const text = this.#query.get('hidden')
    if (text === undefined || text === '') return undefined
    if (text !== 'take' && text !== 'refuse') throw wrong('hidden', 'must be take or refuse', 'query')
    return text
  }

  /** A name is shown in lists and reports, so it holds nothing that moves a cursor. */
  get #fileName(): string {
    return (this.#query.get('file_name') ?? '').replaceAll(/\p{Cc}/gu, '').slice(-longestName) || 'file'
  }

  get #forceReason(): string | undefined {
    const text = this.#query.get('force_reason')
    return text === undefined || text.trim() === '' ? undefined : checked('force_reason', Why, text, 'query')
  }

  get #noticeVersion(): number | undefined {
    const text = this.#query.get('notice_version')
    if (text === undefined || text === '') return undefined
    if (!/^\d{1,9}$/.test(text)) throw wrong('notice_version', 'must be of type integer', 'query')
    return Number(text)
  }

  #param(name: string): string {
    return String(this.#params.get(name) ?? '')
  }
}

function checked(field: string, schema: Schema, text: string, location: 'url' | 'query'): string {
  const [fault] = check(schema, text)
  if (fault) throw wrong(field, fault.issue, location)
  return text
}

function wrong(field: string, issue: string, location: 'url' | 'query'): Fault {
  return new Fault('param_error', { field, issue, location })
}
