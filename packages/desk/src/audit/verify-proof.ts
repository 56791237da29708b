import { matches, type Static, Type, text } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { LocalizedError } from '@card-member/service/localized-error'
import { type Cosignature, importVerifier, TlogError, verifyProofFile } from '@card-member/tlog'
import { eventId } from './entry.ts'
import { hashOptions } from './merkle.ts'

const Entry = Type.Object({
  action: Type.String(),
  actor: Type.String(),
  event_id: Type.String(),
  facts: Type.Record(Type.String(), Type.Unknown()),
  time: Type.Integer(),
})

/** What a proof proves. */
export interface ProvenEvent {
  /** The event as it was logged; `time` is Unix seconds. */
  readonly event: Static<typeof Entry>
  readonly origin: string
  readonly index: number
  /** How many events the log had. */
  readonly size: number
  /** Which of the given witnesses saw the log like this, and when. */
  readonly cosignatures: readonly Cosignature[]
}

/** Whose signatures count. */
export interface ProofTrust {
  /** The verifier key of the log: the file `vkey` beside its checkpoint. */
  readonly vkey: string
  /** Verifier keys of witnesses. */
  readonly witnesses?: readonly string[]
}

/** A proof that proves nothing, and why. */
export class ProofError extends LocalizedError {
  override readonly name = 'ProofError'
}

/**
 * Verifies a proof file. It needs no desk and no database.
 *
 * @throws {ProofError} saying what does not hold
 * @example
 * const { event, cosignatures } = await verifyProof(await readFile('event.tlog-proof', 'utf8'), { vkey, witnesses: [witness_vkey] })
 */
export async function verifyProof(source: string, { vkey, witnesses = [] }: ProofTrust): Promise<ProvenEvent> {
  try {
    const trust = { log: importVerifier(vkey.trim()), witnesses: witnesses.map((witness) => importVerifier(witness.trim())) }
    const { index, entry, checkpoint } = await verifyProofFile(source, trust, undefined, hashOptions)
    const { origin, size, cosignatures } = checkpoint
    return { event: eventOf(entry, origin, index), origin, index, size, cosignatures }
  } catch (error) {
    if (error instanceof TlogError) throw new ProofError(text({ zh: error.in('zh-CN'), en: error.message }), { cause: error })
    throw error
  }
}

// The entry names its place itself, so that one tree's event cannot be shown as another's.
function eventOf(entry: Uint8Array, origin: string, index: number): Static<typeof Entry> {
  let event: unknown
  try {
    event = JSON.parse(Buffer.from(entry).toString())
  } catch (error) {
    throw new ProofError(words.noEvent, { cause: error })
  }
  if (!matches(Entry, event)) throw new ProofError(words.noEvent)
  if (event.event_id !== eventId(origin.split('/').at(-1) ?? '', index)) throw new ProofError(words.otherPlace)
  return event
}

const words = {
  noEvent: text({ zh: '条目不是审计事件。', en: 'The entry is no event of an audit log.' }),
  otherPlace: text({ zh: '条目写明的位置与证明的位置不符。', en: 'The entry names another place than the proof.' }),
} as const satisfies Record<string, LocalizedText>
