import { encodeHex, encodeUtf8, equalBytes } from './bytes.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { emptyRoot, type HashOptions } from './hash.ts'
import { readBody } from './http-body.ts'
import { formatSignatureLine, parseNote } from './note.ts'
import { openNote } from './open-note.ts'
import { sha256 as ownSha256 } from './sha256.ts'
import type { NoteSigner } from './signer.ts'
import { TlogError } from './tlog-error.ts'
import type { NoteVerifier } from './verifier.ts'
import { verifyConsistency } from './verify-proof.ts'
import { parseWitnessRequest, type WitnessRequest } from './witness-request.ts'

/** Keeps the last checkpoint that a witness cosigned, for each log. */
export interface WitnessStorage {
  /** The last cosigned checkpoint of a log, as it was stored; undefined when there is none. */
  read(origin: string): Promise<string | undefined>
  /** Stores one in place of the last. It must be durable when the promise is fulfilled. */
  write(origin: string, note: string): Promise<void>
}

/** A log that a witness follows. */
export interface WitnessedLog {
  readonly origin: string
  /** Its keys; one must have signed. */
  readonly keys: readonly NoteVerifier[]
}

/** What a witness is made of. */
export interface WitnessOptions extends HashOptions {
  /** Its key, of the type `cosignature`. */
  readonly signer: NoteSigner
  readonly logs: readonly WitnessedLog[]
  /** One process at a time may use it. */
  readonly storage: WitnessStorage
}

/** Answers one HTTP request. */
export type WitnessHandler = (request: Request) => Promise<Response>

// 63 hashes and a checkpoint with many cosignatures are less.
const maxBody = 1_000_000
const plain = { 'content-type': 'text/plain; charset=utf-8' } as const

/**
 * A witness (C2SP tlog-witness): it cosigns a checkpoint when it extends the last one that it cosigned for the same log, and
 * refuses it otherwise. The handler answers `POST <prefix>/add-checkpoint`, and `GET <prefix>/<origin hash>/checkpoint` with the last
 * checkpoint that it cosigned of the log whose origin has this SHA-256 in lowercase hex. It is for servers that speak `Request` and
 * `Response`.
 *
 * Answers: 200 with a cosignature line or a checkpoint; 400 for what cannot be read; 403 without a good signature of the log; 404 for another path
 * an unknown log, or one of which nothing was cosigned; 405; 409 with the last size as `text/x.tlog.size` when the request goes on from another; 413; 422 for a tree
 * that is no extension.
 *
 * @example
 * const handle = witness({ signer, logs: [{ origin: 'example.com/log', keys: [importVerifier(vkey)] }], storage })
 * export default { fetch: handle }
 */
export function witness(options: WitnessOptions): WitnessHandler {
  const queues = new Map<string, Promise<unknown>>()
  // Reading the last checkpoint and storing the next must be one step for each log.
  const inTurn = async <T>(origin: string, run: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(origin) ?? Promise.resolve()).then(run, run)
    queues.set(origin, turn)
    try {
      return await turn
    } finally {
      if (queues.get(origin) === turn) queues.delete(origin)
    }
  }
  return async (request) => {
    const { pathname } = new URL(request.url)
    const [, origin_hash] = /\/([0-9a-f]{64})\/checkpoint$/.exec(pathname) ?? []
    if (origin_hash !== undefined) return lastCheckpoint(request.method, origin_hash, options)
    if (!pathname.endsWith('/add-checkpoint')) return refusal(404, 'no such resource')
    if (request.method !== 'POST') return refusal(405, 'use POST', { allow: 'POST' })
    const body = await readBody(request, maxBody)
    if (body === undefined) return refusal(413, `at most ${maxBody} bytes`)
    try {
      const asked = parseWitnessRequest(body)
      const { text } = parseNote(asked.checkpoint)
      const [origin = ''] = text.split('\n')
      const log = options.logs.find((known) => known.origin === origin)
      if (log === undefined) return refusal(404, 'unknown log')
      const signed = await signedBy(log, asked.checkpoint)
      if (signed !== undefined) return refusal(403, signed.message)
      const checkpoint = parseCheckpoint(text)
      return await inTurn(origin, () => cosign(asked, checkpoint, text, options))
    } catch (error) {
      if (error instanceof TlogError) return refusal(400, error.message)
      throw error
    }
  }
}

async function lastCheckpoint(
  method: string,
  origin_hash: string,
  { logs, storage, sha256 = ownSha256 }: WitnessOptions,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'use GET', { allow: 'GET, HEAD' })
  const log = logs.find(({ origin }) => encodeHex(sha256(encodeUtf8(origin))) === origin_hash)
  const note = log && (await storage.read(log.origin))
  return note === undefined ? refusal(404, 'no checkpoint') : new Response(note, { status: 200, headers: plain })
}

async function signedBy({ keys }: WitnessedLog, note: string): Promise<TlogError | undefined> {
  try {
    await openNote(note, keys)
    return undefined
  } catch (error) {
    if (error instanceof TlogError) return error
    throw error
  }
}

async function cosign(
  { old_size, proof, checkpoint: note }: WitnessRequest,
  { origin, size, root }: Checkpoint,
  text: string,
  { storage, signer, ...options }: WitnessOptions,
): Promise<Response> {
  if (old_size > size) return refusal(400, 'the old size is above the size')
  const stored = await storage.read(origin)
  const last = stored === undefined ? { size: 0, root: emptyRoot(options) } : parseCheckpoint(parseNote(stored).text)
  if (old_size !== last.size) return new Response(`${last.size}\n`, { status: 409, headers: { 'content-type': 'text/x.tlog.size' } })
  if (size === 0 && !equalBytes(root, emptyRoot(options))) return refusal(422, 'the root hash is not that of the empty tree')
  try {
    verifyConsistency({ old_size, old_root: last.root, size, root, proof }, options)
  } catch (error) {
    if (error instanceof TlogError) return refusal(422, error.message)
    throw error
  }
  const line = formatSignatureLine(await signer.sign(text))
  await storage.write(origin, note + line)
  return new Response(line, { status: 200, headers: plain })
}

function refusal(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${reason}\n`, { status, headers: { ...plain, ...headers } })
}
