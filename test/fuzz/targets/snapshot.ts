import { parseSnapshot, writeSnapshot } from '../../../packages/platform/src/sandbox/snapshot-text.ts'
import { bytesOf, mutated } from '../mutate.ts'
import { same, type Target } from '../target.ts'

const rows = [
  { table: 'cards', row: { brand_id: '1004', card_id: 'p1' } },
  { table: 'user_cards', row: { brand_id: '1004', state: 'UNACTIVATED' } },
] as const
const seeds = [bytesOf(writeSnapshot(rows)), bytesOf(writeSnapshot([]))]

/** A snapshot of a sandbox. */
export const snapshot: Target = {
  name: 'snapshot',
  inputs: mutated(seeds, ['\n{}', '"table":"', '"row":{', 'cards', '"version":2']),
  open: () => (input) => {
    const read = parseSnapshot(Buffer.from(input).toString())
    if (typeof read !== 'string') same(parseSnapshot(writeSnapshot(read)), read)
  },
}
