import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call } from '../api/call.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'

/** How many ids one read may ask for. */
const most = 100

type Waiting = Map<string, ((name: string | undefined) => void)[]>
let waiting: Waiting = new Map()

/** Reads the name of an id; those that are asked for together are read together. */
function readName(staff_id: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  if (waiting.size === 0) setTimeout(readWaiting, 0)
  waiting.set(staff_id, [...(waiting.get(staff_id) ?? []), resolve])
  return promise
}

function readWaiting(): void {
  const asked = waiting
  waiting = new Map()
  const ids = [...asked.keys()]
  for (let first = 0; first < ids.length; first += most) void readNames(ids.slice(first, first + most), asked)
}

async function readNames(ids: readonly string[], asked: Waiting): Promise<void> {
  const answer = await call('listStaffNames', { ids: ids.join(',') }).catch(() => undefined)
  const names = new Map(answer?.data.map(({ staff_id, name }) => [staff_id, name]))
  for (const id of ids) for (const resolve of asked.get(id) ?? []) resolve(names.get(id))
}

/**
 * The name of a staff member by their id, which is what answers of the desk hold. Any number on a page are read by one call.
 *
 * @example
 * <PersonName id={batch.created_by} />
 */
export function PersonName({ id }: { readonly id: string }): ReactNode {
  const { people } = useWords(shellWords)
  const { data } = useQuery({ queryKey: ['staff name', id], queryFn: async () => (await readName(id)) ?? null, staleTime: 300_000 })
  if (id === 'local') return people.local
  if (id === 'desk') return people.desk
  return <span title={id}>{data ?? id}</span>
}
