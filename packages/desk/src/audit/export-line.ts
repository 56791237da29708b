import { matches, type Static, Type } from '@card-member/sdk/contract'

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const text = Type.String()

const treeLine = Type.Object({
  kind: Type.Literal('tree'),
  tree: text,
  desk_id: text,
  size: count,
  first_index: count,
  frontier: text,
  time: count,
  key_id: text,
  signature: text,
  checkpoint_size: count,
  checkpoint_time: count,
  first_frontier: text,
})
const eventLine = Type.Object({
  kind: Type.Literal('event'),
  tree: text,
  index: count,
  time: count,
  actor: text,
  action: text,
  facts: text,
  leaf_hash: text,
})
const line = Type.Union([treeLine, eventLine])

/** The signed state of a tree in an export. The events from `first_index` on follow; `first_frontier` is the frontier there. */
export type TreeLine = Static<typeof treeLine>
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
