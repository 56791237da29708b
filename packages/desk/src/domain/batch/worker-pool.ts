import type { BatchRow } from '../../store/batch-rows.ts'

/** How rows flow. */
export interface WorkerPoolOptions {
  /** Takes up to so many rows in hand; none when there are none to take now. */
  readonly take: (count: number) => Promise<readonly BatchRow[]>
  readonly handle: (row: BatchRow) => Promise<void>
  /** How many rows are handled at once. */
  readonly width: number
  /** No new row is handled once it says so. */
  readonly stopped: () => boolean
}

/** Handles rows side by side until none can be taken. Whatever happens, none is under way when it ends. */
export async function runWorkerPool({ take, handle, width, stopped }: WorkerPoolOptions): Promise<void> {
  const waiting: BatchRow[] = []
  let taking: Promise<void> | undefined
  let dry = false
  const refill = (): Promise<void> => {
    taking ??= take(width).then(
      (rows) => {
        waiting.push(...rows)
        dry = rows.length === 0
        taking = undefined
      },
      (error: unknown) => {
        taking = undefined
        throw error
      },
    )
    return taking
  }
  let failure: { readonly error: unknown } | undefined
  const lane = async () => {
    while (failure === undefined && !stopped()) {
      const row = waiting.shift()
      if (row !== undefined) {
        // The next rows are fetched while these are handled.
        if (waiting.length < width / 2 && !dry) refill().catch(() => undefined)
        await handle(row)
      } else if (dry) return
      else await refill()
    }
  }
  const guarded = () =>
    lane().catch((error: unknown) => {
      failure ??= { error }
    })
  await Promise.all(Array.from({ length: width }, guarded))
  await taking?.catch(() => undefined)
  if (failure !== undefined) throw failure.error
}
