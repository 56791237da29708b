import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { deflateSync, gzipSync } from 'node:zlib'
import { type BrandCredential, CardMember, type CardMemberOptions, type Credential } from '../src/index.ts'
import {
  type PrivateKey,
  parseAuthorization,
  readPrivateKey,
  readPublicKey,
  runtime,
  signAnswer,
  verifyRequest,
} from '../src/protocol/index.ts'

/** A request as the stage received it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** The same, byte for byte. */
  readonly bytes: Buffer
  /** Whether its signature fits its raw target and raw body. */
  readonly signed: boolean
}

/** What the stage does with one request. */
export type Act = (seen: Seen, response: ServerResponse) => void | Promise<void>

/** An RSA key pair as PEM. */
export interface Pair {
  readonly private_key: string
  readonly public_key: string
}

/** Makes an RSA key pair. */
export function makePair(modulusLength = 2048): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { private_key: privateKey, public_key: publicKey }
}

export const merchant = makePair()
export const platform = makePair()
export const stranger = makePair()
export const platformKeyId = 'PUB_KEY_ID_0119000000012026071400000000000001'
export const serial_no = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'

export const platformKey = keyOf(platform)
export const strangerKey = keyOf(stranger)
export const merchantKey = runtime.publicKey(readPublicKey(merchant.public_key, 'merchant'))

function keyOf({ private_key }: Pair): PrivateKey {
  return runtime.privateKey(readPrivateKey(private_key, 'a test key').pkcs8)
}

/** The credential of the merchant of every stage. */
export function credentialFor(base_url: string): Credential {
  return {
    base_url,
    mchid: '1900000001',
    serial_no,
    private_key: merchant.private_key,
    wechatpay_public_key_id: platformKeyId,
    wechatpay_public_key: platform.public_key,
  }
}

/** The same for a brand that calls for itself. */
export function brandCredentialFor(base_url: string): BrandCredential {
  const { mchid: _, ...credential } = credentialFor(base_url)
  return { ...credential, brand_id: '1004' }
}

/** A stand-in for WeChat Pay: a real server on loopback that acts by a script, one act for each request. */
export class Stage implements AsyncDisposable {
  readonly seen: Seen[] = []
  /** What to do with the requests to come; the last act stays for all later ones. */
  readonly script: Act[] = []
  /** How long clients of this stage waited between tries, in milliseconds. */
  readonly slept: number[] = []
  readonly #server = createServer((request, response) => void this.#perform(request, response))
  readonly #clients: { close(): Promise<void> }[] = []

  static async open(...script: Act[]): Promise<Stage> {
    const stage = new Stage()
    stage.script.push(...script)
    stage.#server.listen(0, '127.0.0.1')
    await once(stage.#server, 'listening')
    return stage
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the stage is closed')
    return `http://127.0.0.1:${address.port}`
  }

  /** A client that waits for nothing: pauses are noted, not slept. */
  client(options: CardMemberOptions = {}, credential: Partial<Credential> = {}): CardMember {
    const sleep = async (ms: number) => void this.slept.push(ms)
    const api = new CardMember({ ...credentialFor(this.url), ...credential }, { rate_limit: false, sleep, random: () => 0.5, ...options })
    this.#clients.push(api)
    return api
  }

  /** The same for a brand. */
  brand(options: CardMemberOptions = {}): CardMember<'brand'> {
    const sleep = async (ms: number) => void this.slept.push(ms)
    const api = new CardMember(brandCredentialFor(this.url), { rate_limit: false, sleep, random: () => 0.5, ...options })
    this.#clients.push(api)
    return api
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((api) => api.close()))
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #perform(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const { method = '', url = '', headers } = request
    const { nonce = '', timestamp = '', signature = '' } = parseAuthorization(headers.authorization ?? '') ?? {}
    const signed = await verifyRequest({ method, target: url, timestamp, nonce, body }, signature, merchantKey)
    const seen = { method, url, headers, body: body.toString(), bytes: body, signed }
    this.seen.push(seen)
    const act = this.script.length > 1 ? this.script.shift() : this.script[0]
    await act?.(seen, response)
  }
}

/** How an answer is signed. */
export interface Signing {
  readonly key?: PrivateKey
  readonly serial?: string
  /** Seconds that the signature's clock is ahead. */
  readonly ahead?: number
  /** Takes the signature's headers and may change them. */
  readonly change?: (headers: Record<string, string>) => Record<string, string>
  /** What a proxy does to the body once it is signed. */
  readonly compress?: keyof typeof compressions
}

const compressions = { gzip: gzipSync, deflate: deflateSync }

/** Answers with a signed body: JSON of a value, or a text as it is. */
export function signed(
  status: number,
  value: unknown,
  { key = platformKey, serial = platformKeyId, ahead = 0, change, compress }: Signing = {},
): Act {
  return async (_seen, response) => {
    const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
    const headers = await signAnswer(body, serial, key, () => Date.now() + ahead * 1000)
    const common = { 'Request-ID': '08F78BB5AF0610D302189F-0', 'Content-Type': 'application/json; charset=utf-8' }
    const coding = compress ? { 'Content-Encoding': compress } : {}
    const sent = compress ? compressions[compress](body) : body
    response.writeHead(status, { ...common, ...coding, ...(change ? change({ ...headers }) : headers) }).end(sent)
  }
}

/** Answers without a signature. */
export function unsigned(status: number, body: unknown, headers: Record<string, string> = {}): Act {
  return (_seen, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    response.writeHead(status, { 'Request-ID': '08F78BB5AF0610D302189F-268443699', ...headers }).end(text)
  }
}

/** Takes the request and never answers. */
export const silence: Act = () => undefined

/** Takes the request and cuts the connection. */
export const cut: Act = (_seen, response) => void response.destroy()

/** A URL on loopback where nobody listens. */
export async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''
}

export const asked = { brand_id: '1004', card_id: 'pbLatjvWOibDc5-TBnbUk1pD12o0', openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA' }

/** A member's card as the platform answers with it, sealed fields left out. */
export const userCard = {
  user_card_code: '478515832665',
  ...asked,
  card_type: 'NORMAL',
  valid_date_information: { type: 'PERMANENT' },
  pickup_time: '2026-05-20T13:29:35+08:00',
  user_card_state: 'EFFECTIVE',
  create_time: '2026-05-20T13:29:35+08:00',
  modify_time: '2026-05-20T13:29:35+08:00',
} as const

/** The same after its end. */
export const invalidCard = {
  ...userCard,
  user_card_state: 'INVALID',
  invalid_reason: '用户申请退会',
  // After every read that a test makes before its call.
  invalid_time: '2099-07-14T10:00:00+08:00',
} as const

/** What a promise rejects with. */
export async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
