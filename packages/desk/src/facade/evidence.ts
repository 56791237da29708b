import type { Context } from '../domain/context.ts'
import { type EvidenceFacts, type KeptEvidence, keepEvidence, openEvidence } from '../domain/evidence.ts'
import { type Actor, demand } from '../staff/actor.ts'

/** Files that show consents: PDF, JPEG or PNG, at most 10 MB each. */
export class EvidenceFiles {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Keeps a file, encrypted, under the SHA-256 of its content. Needs `record_consent` for the brand, which is checked before a
   * stream is read.
   *
   * @throws {DeskError} not_permitted, evidence_large, evidence_kind
   * @example
   * const { sha256 } = await desk.evidence.keep(actor, { brand_id: '1004', content: await readFile('consent.pdf') })
   */
  async keep(
    actor: Actor,
    { brand_id, content }: { readonly brand_id: string; readonly content: Uint8Array | AsyncIterable<Uint8Array> },
  ): Promise<EvidenceFacts> {
    demand(actor, 'record_consent', brand_id)
    return keepEvidence(this.#context, actor, brand_id, content instanceof Uint8Array ? content : await bytesOf(content))
  }

  /**
   * Gets a kept file. The audit log keeps that it was opened. Needs `reveal` for the brand.
   *
   * @throws {DeskError} not_permitted, evidence_unknown
   * @example
   * const { media_type, content } = await desk.evidence.get(actor, { brand_id: '1004', sha256 })
   */
  get(actor: Actor, { brand_id, sha256 }: { readonly brand_id: string; readonly sha256: string }): Promise<KeptEvidence> {
    return openEvidence(this.#context, actor, brand_id, sha256)
  }
}

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}
