import { matches, type Static, Type, text } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { LocalizedError } from '@card-member/service/localized-error'
import { type Cosignature, importVerifier, openCheckpoint, TlogError, verifyInclusion } from '@card-member/tlog'
import { eventId } from './entry.ts'
import { entryHash, hashOptions } from './merkle.ts'
import { parseProof } from './proof-file.ts'

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
  const proof = parseProof(source)
  if (proof?.extra === undefined) throw new ProofError(words.malformed)
  const { extra, index, hashes, checkpoint } = proof
  try {
    const log = importVerifier(vkey.trim())
    const { origin, size, root, cosignatures } = await openCheckpoint(checkpoint, {
      log,
      witnesses: witnesses.map((witness) => importVerifier(witness.trim())),
    })
    verifyInclusion({ index, size, leaf_hash: entryHash(extra), root, proof: hashes }, hashOptions)
    return { event: eventOf(extra, origin, index), origin, index, size, cosignatures }
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
  malformed: text({
    zh: '不是带有条目的证明文件：第一行须为 c2sp.org/tlog-proof@v1，其后为 extra 行。请重新获取该文件。',
    en: 'This is no proof file with its entry: the first line must be c2sp.org/tlog-proof@v1, then a line `extra`. Get the file again.',
  }),
  noEvent: text({ zh: '条目不是审计事件。', en: 'The entry is no event of an audit log.' }),
  otherPlace: text({ zh: '条目写明的位置与证明的位置不符。', en: 'The entry names another place than the proof.' }),
} as const satisfies Record<string, LocalizedText>
