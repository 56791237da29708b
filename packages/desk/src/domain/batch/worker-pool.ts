import type { BatchRow } from '../../store/batch-rows.ts'

/** What a pool of workers does with rows. */
export interface WorkerPoolOptions {
  /** Claims up to `count` rows; none when no row can be claimed now. */
  readonly claim: (count: number) => Promise<readonly BatchRow[]>
  readonly work: (row: BatchRow) => Promise<void>
  /** How many rows are worked on at once. */
  readonly concurrency: number
  /** Once it returns true, no further row is begun. */
  readonly stopped: () => boolean
}

/** Works on rows until none can be claimed. Whatever happens, no work is in progress when it ends. */
export async function runWorkerPool({ claim, work, concurrency, stopped }: WorkerPoolOptions): Promise<void> {
  const queue: BatchRow[] = []
  let claiming: Promise<void> | undefined
  let exhausted = false
  const refill = (): Promise<void> => {
    claiming ??= claim(concurrency).then(
      (rows) => {
        queue.push(...rows)
        exhausted = rows.length === 0
        claiming = undefined
      },
      (error: unknown) => {
        claiming = undefined
        throw error
      },
    )
    return claiming
  }
  let failure: { readonly error: unknown } | undefined
  const worker = async () => {
    while (failure === undefined && !stopped()) {
      const row = queue.shift()
      if (row !== undefined) {
        // The next rows are claimed while these are worked on.
        if (queue.length < concurrency / 2 && !exhausted) refill().catch(() => undefined)
        await work(row)
      } else if (exhausted) return
      else await refill()
    }
  }
  const guarded = () =>
    worker().catch((error: unknown) => {
      failure ??= { error }
    })
  await Promise.all(Array.from({ length: concurrency }, guarded))
  await claiming?.catch(() => undefined)
  if (failure !== undefined) throw failure.error
}
