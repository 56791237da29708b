import type { BatchEvent, BatchEvents } from '@card-member/desk/contract'
import { type QueryClient, type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ApiError } from '../../api/api-error.ts'
import { sessionEnded } from '../../api/session-ended.ts'
import { targetOf } from '../../api/target.ts'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'

type Batch = ReplyOf<'getBatch'>
type Rows = ReplyOf<'listBatchRows'>

const pollWithoutStream_ms = 3_000
const refreshFiltered_ms = 2_000

/** A batch as it goes on: read once, then told by the desk as it happens, while the tab is seen. */
export function useBatch(batch_id: string): { readonly batch: UseQueryResult<Batch, ApiError>; readonly isLive: boolean } {
  const client = useQueryClient()
  const [isLive, setLive] = useState(true)
  const batch = useRead('getBatch', { batch_id }, { every: isLive ? undefined : pollWithoutStream_ms })
  const isKnown = batch.data !== undefined
  useEffect(() => {
    if (!isKnown) return
    let stream: BatchStream | undefined
    const open = () => {
      stream ??= new BatchStream(batch_id, client, setLive)
    }
    const close = () => {
      stream?.close()
      stream = undefined
    }
    const turn = () => (document.visibilityState === 'visible' ? open() : close())
    turn()
    document.addEventListener('visibilitychange', turn)
    return () => {
      document.removeEventListener('visibilitychange', turn)
      close()
    }
  }, [batch_id, client, isKnown])
  return { batch, isLive }
}

/** The events of one batch, written into what is known of it. */
class BatchStream {
  readonly #batch_id: string
  readonly #client: QueryClient
  readonly #source: EventSource
  #refresh: ReturnType<typeof setTimeout> | undefined

  constructor(batch_id: string, client: QueryClient, setLive: (isLive: boolean) => void) {
    this.#batch_id = batch_id
    this.#client = client
    this.#source = new EventSource(targetOf('batchEvents', { batch_id }).target)
    this.#source.addEventListener('open', () => setLive(true))
    this.#source.addEventListener('error', () => setLive(false))
    this.#listen('batch', (data) => this.#keepBatch(data))
    this.#listen('rows', ({ data }) => this.#keepRows(data))
    this.#listen('end', ({ reason }) => {
      // A desk that stops is asked again by the browser; for the other reasons there is nothing more.
      if (reason === 'desk_stops') return
      this.close()
      if (reason === 'signed_out') sessionEnded.tell()
      if (reason === 'not_permitted') void client.invalidateQueries()
    })
  }

  close(): void {
    clearTimeout(this.#refresh)
    this.#source.close()
  }

  #listen<Name extends BatchEvent['event']>(name: Name, take: (data: BatchEvents[Name]) => void): void {
    this.#source.addEventListener(name, ({ data }: MessageEvent<string>) => take(JSON.parse(data)))
  }

  #keepBatch(batch: Batch): void {
    const key = ['getBatch', { batch_id: this.#batch_id }]
    const before = this.#client.getQueryData<Batch>(key)
    this.#client.setQueryData(key, batch)
    if (before?.state !== batch.state)
      for (const id of ['listBatchSteps', 'forecastBatch']) void this.#client.invalidateQueries({ queryKey: [id] })
    if (before?.state !== batch.state || before?.plan_sha256 !== batch.plan_sha256) this.#refreshRows(0)
    else if (JSON.stringify(before.preflight) !== JSON.stringify(batch.preflight)) this.#refreshRows(refreshFiltered_ms)
  }

  /** Rows that are shown change where they are; what a filter lets through is asked for again, now and then. */
  #keepRows(rows: Rows['data']): void {
    const byLine = new Map(rows.map((row) => [row.line, row]))
    const isOurs = ({ queryKey }: { readonly queryKey: readonly unknown[] }) => {
      const [id, input] = queryKey
      return (
        id === 'listBatchRows' && typeof input === 'object' && input !== null && 'batch_id' in input && input.batch_id === this.#batch_id
      )
    }
    this.#client.setQueriesData<Rows>({ predicate: isOurs }, (shown) =>
      shown === undefined ? shown : { ...shown, data: shown.data.map((row) => byLine.get(row.line) ?? row) },
    )
    this.#refreshRows(refreshFiltered_ms)
  }

  #refreshRows(after_ms: number): void {
    if (after_ms === 0) {
      clearTimeout(this.#refresh)
      this.#refresh = undefined
      void this.#client.invalidateQueries({ queryKey: ['listBatchRows'] })
      return
    }
    this.#refresh ??= setTimeout(() => this.#refreshRows(0), after_ms)
  }
}
