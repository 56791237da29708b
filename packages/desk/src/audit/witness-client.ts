import { formatSignatureLine, importVerifier, openNote, parseNote } from '@card-member/tlog'
import { answerBytes, reasonOf } from './http-answer.ts'
import type { Witness } from './witness-file.ts'

/** What a witness answered. */
export type WitnessAnswer =
  | { readonly outcome: 'cosigned'; readonly line: string; readonly time: number }
  /** It has another last size than it was told. */
  | { readonly outcome: 'other_size'; readonly size: number }
  /** It rejects the checkpoint: it does not extend what the witness has, or the log is not one that it follows. */
  | { readonly outcome: 'rejected'; readonly status: number }
  | { readonly outcome: 'unreachable'; readonly reason: string }

/** What a witness is sent. */
export interface Submission {
  readonly old_size: number
  readonly proof: readonly Uint8Array[]
  readonly note: string
}

const timeout_ms = 10_000
const rejections: ReadonlySet<number> = new Set([400, 403, 404, 409, 422])

/** How requests leave: `fetch`, or what stands for it in tests. */
export type Send = (url: string, request: RequestInit & { readonly body: string }) => Promise<Response>

/** Sends a checkpoint to a witness. It goes to the configured address alone: redirects are errors. */
export async function addCheckpoint(
  { url, vkey }: Witness,
  { old_size, proof, note }: Submission,
  send: Send = fetch,
): Promise<WitnessAnswer> {
  const lines = [`old ${old_size}`, ...proof.map((hash) => Buffer.from(hash).toString('base64')), '', note]
  try {
    const response = await send(`${url.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body: lines.join('\n'),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout_ms),
    })
    const body = (await answerBytes(response)).toString()
    if (response.status === 200) return await cosignatureOf(note, body, vkey)
    const isSize = response.headers.get('content-type')?.startsWith('text/x.tlog.size') && /^\d{1,15}\n?$/.test(body)
    if (response.status === 409 && isSize) return { outcome: 'other_size', size: Number(body) }
    if (rejections.has(response.status)) return { outcome: 'rejected', status: response.status }
    return { outcome: 'unreachable', reason: `HTTP ${response.status}` }
  } catch (error) {
    return { outcome: 'unreachable', reason: reasonOf(error) }
  }
}

async function cosignatureOf(note: string, lines: string, vkey: string): Promise<WitnessAnswer> {
  const verifier = importVerifier(vkey)
  const opened = await openNote(note + lines, [verifier]).catch(() => undefined)
  const [signature] = opened?.verified ?? []
  if (signature === undefined) return { outcome: 'unreachable', reason: 'no cosignature of its key' }
  const { text } = parseNote(note)
  const time = Number(Buffer.from(signature.signature).readBigUInt64BE(0))
  return text === opened?.text
    ? { outcome: 'cosigned', line: formatSignatureLine(signature), time }
    : { outcome: 'unreachable', reason: 'another checkpoint' }
}
