import { matches, type Static, Type } from '@card-member/sdk/contract'

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const text = Type.String()

const headLine = Type.Object({
  kind: Type.Literal('head'),
  brand_id: text,
  number: count,
  chains: count,
  sequence: count,
  hash: text,
  day: text,
  checkpoint_sequence: count,
  key_id: text,
  signature: text,
  prune_sequence: count,
  prune_hash: text,
  prune_key_id: text,
  prune_signature: text,
  from_sequence: count,
  to_sequence: count,
})
const checkpointLine = Type.Object({
  kind: Type.Literal('checkpoint'),
  brand_id: text,
  day: text,
  sequence: count,
  hash: text,
  time: count,
  key_id: text,
  signature: text,
})
const eventLine = Type.Object({
  kind: Type.Literal('event'),
  brand_id: text,
  sequence: count,
  time: count,
  actor: text,
  action: text,
  facts: text,
  previous_hash: text,
  hash: text,
})
const line = Type.Union([headLine, checkpointLine, eventLine])

/** The head of a chain in an export. The events after `from_sequence` follow, up to `to_sequence`. */
export type HeadLine = Static<typeof headLine>
/** A line of an export. */
export type ExportLine = Static<typeof line>

/** Parses a line of an export; `undefined` when it is malformed. */
export function parseLine(source: string): ExportLine | undefined {
  try {
    const value: unknown = JSON.parse(source)
    return matches(line, value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A line of an export, with its line feed. */
export function writeLine(exported: ExportLine): string {
  return `${JSON.stringify(exported)}\n`
}
