import type { Batch } from '../../store/batches.ts'
import type { Connection } from '../connection.ts'
import type { Context } from '../context.ts'

type BatchWithConnection = Pick<Batch, 'brand_id' | 'connection' | 'caller_kind' | 'caller_id' | 'base_url' | 'rehearsal'>
type Needs = Pick<Context, 'connections'>

/** The connection of a batch, if this process has it and it is unchanged since the upload. */
export function findConnection({ connections }: Needs, { rehearsal, ...batch }: BatchWithConnection): Connection | undefined {
  return connections.find({ ...batch, sandbox: rehearsal === 1 })
}

/** The same, required. @throws {DeskError} connection_changed */
export function connectionOf({ connections }: Needs, { rehearsal, ...batch }: BatchWithConnection): Connection {
  return connections.demand({ ...batch, sandbox: rehearsal === 1 })
}
