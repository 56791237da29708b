import type { BatchRecord } from '../store/batches.ts'
import type { Connection } from '../subject/connection.ts'
import type { Means } from '../subject/means.ts'

type Named = Pick<BatchRecord, 'brand_id' | 'connection' | 'mchid' | 'base_url' | 'rehearsal'>
type Needs = Pick<Means, 'connections'>

/** The connection of a batch, if this process has it as it was when the file was taken in. */
export function findConnection({ connections }: Needs, { rehearsal, ...batch }: Named): Connection | undefined {
  return connections.find({ ...batch, sandbox: rehearsal === 1 })
}

/** The same for what cannot go on without. @throws {DeskRefusal} connection_changed */
export function connectionOf({ connections }: Needs, { rehearsal, ...batch }: Named): Connection {
  return connections.demand({ ...batch, sandbox: rehearsal === 1 })
}
