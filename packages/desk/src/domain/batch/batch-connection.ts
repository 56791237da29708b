import type { Batch } from '../../store/batches.ts'
import type { Connection } from '../connection.ts'
import type { Context } from '../context.ts'

type Named = Pick<Batch, 'brand_id' | 'connection' | 'mchid' | 'base_url' | 'rehearsal'>
type Needs = Pick<Context, 'connections'>

/** The connection of a batch, if this process has it as it was when the file was taken in. */
export function findConnection({ connections }: Needs, { rehearsal, ...batch }: Named): Connection | undefined {
  return connections.find({ ...batch, sandbox: rehearsal === 1 })
}

/** The same for what cannot go on without. @throws {DeskError} connection_changed */
export function connectionOf({ connections }: Needs, { rehearsal, ...batch }: Named): Connection {
  return connections.demand({ ...batch, sandbox: rehearsal === 1 })
}
