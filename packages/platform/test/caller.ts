import { createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { mchid, merchant, serial_no } from './tenants-fixture.ts'

/** An answer, its signature already checked. */
export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** Whether it carries a signature; a wrong or incomplete one is an error of the call. */
  readonly signed: boolean
}

/** What the caller knows of the platform. */
export interface Callee {
  readonly url: string
  readonly wechatpay_public_key_id: string
  /** PEM. */
  readonly wechatpay_public_key: string
}

/** Who signs; another one than the default merchant. */
export interface Signer {
  readonly mchid: string
  readonly serial_no: string
  readonly privateKey: KeyObject
}

/** The values of an Authorization header. */
export type Pairs = Record<'mchid' | 'nonce_str' | 'signature' | 'timestamp' | 'serial_no', string>

/** Headers over the usual ones; `undefined` takes one away. */
export type Headers = Readonly<Record<string, string | undefined>>

const signatureHeaders = ['timestamp', 'nonce', 'signature', 'serial', 'signature-type'].map((name) => `wechatpay-${name}`)

/** Calls a platform with node:http and node:crypto alone, so that no mistake of the SDK can hide one of the platform. */
export class Caller implements Disposable {
  readonly #callee: Callee
  readonly #clock: () => number
  readonly #signer: Signer
  readonly #platformKey: KeyObject
  readonly #agent = new Agent({ keepAlive: true })

  constructor(callee: Callee, clock: () => number, signer: Signer = { mchid, serial_no, privateKey: merchant.privateKey }) {
    this.#callee = callee
    this.#clock = clock
    this.#signer = signer
    this.#platformKey = createPublicKey(callee.wechatpay_public_key)
  }

  /** The id of the platform's key. */
  get wechatpay_serial(): string {
    return this.#callee.wechatpay_public_key_id
  }

  /** Signs a request; given values stand in place of the right ones, and the signature is made over them. */
  pairs(method: string, target: string, body: string | Buffer = '', given: Partial<Pairs> = {}): Pairs {
    const timestamp = given.timestamp ?? String(Math.floor(this.#clock() / 1000))
    const nonce_str = given.nonce_str ?? randomBytes(16).toString('hex')
    const message = Buffer.concat([Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce_str}\n`), Buffer.from(body), Buffer.from('\n')])
    const signature = given.signature ?? sign('sha256', message, this.#signer.privateKey).toString('base64')
    return { mchid: this.#signer.mchid, serial_no: this.#signer.serial_no, ...given, timestamp, nonce_str, signature }
  }

  /** Sends a signed request; an object is sent as JSON. */
  call(method: string, target: string, body?: object, headers: Headers = {}): Promise<Received> {
    const text = body === undefined ? '' : JSON.stringify(body)
    return this.send(method, target, text, { authorization: authorization(this.pairs(method, target, text)), ...headers })
  }

  /** Sends a request as it is given, with the headers that every request needs unless they are taken away. */
  async send(method: string, target: string, body: string | Buffer, headers: Headers): Promise<Received> {
    const usual = {
      accept: 'application/json',
      'user-agent': 'card-member-test',
      'content-length': String(Buffer.byteLength(body)),
      ...(body.length > 0 ? { 'content-type': 'application/json' } : {}),
    }
    const sent = Object.entries<string | undefined>({ ...usual, ...headers }).filter(([, value]) => value !== undefined)
    const received = await exchange(this.#agent, this.#callee.url, method, target, body, Object.fromEntries(sent))
    return { ...received, text: received.body.toString(), signed: this.#verified(received) }
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }

  #verified({ headers, body }: RawAnswer): boolean {
    const [timestamp, nonce, signature, serial, type] = signatureHeaders.map((name) => headers[name])
    if ([timestamp, nonce, signature, serial, type].every((value) => value === undefined)) return false
    const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
    const right = serial === this.wechatpay_serial && type === 'WECHATPAY2-SHA256-RSA2048' && typeof signature === 'string'
    if (!right || !verify('sha256', message, this.#platformKey, Buffer.from(signature, 'base64')))
      throw new Error('the answer is signed wrongly')
    return true
  }
}

/** Writes an Authorization header. */
export function authorization(pairs: Readonly<Record<string, string>>, scheme = 'WECHATPAY2-SHA256-RSA2048'): string {
  return `${scheme} ${Object.entries(pairs)
    .map(([key, value]) => `${key}="${value}"`)
    .join(',')}`
}

interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

function exchange(
  agent: Agent,
  url: string,
  method: string,
  path: string,
  body: string | Buffer,
  headers: Record<string, string | undefined>,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const sent = request({ agent, hostname, port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
