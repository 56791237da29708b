import type { Called } from '@card-member/desk/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call } from '../api/call.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './person-name.module.css'

/** How many ids one read may ask for. */
const most = 100

type Waiting = Map<string, ((names: Called | undefined) => void)[]>
let waiting: Waiting = new Map()

/** Reads the names of an id; those that are asked for together are read together. */
function readName(staff_id: string): Promise<Called | undefined> {
  const { promise, resolve } = Promise.withResolvers<Called | undefined>()
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
  const names = new Map(answer?.data.map(({ staff_id, ...called }) => [staff_id, called]))
  for (const id of ids) for (const resolve of asked.get(id) ?? []) resolve(names.get(id))
}

/**
 * What a staff member is called, by their id; undefined while it is not known. Any number on a page are read by one call.
 *
 * @example
 * const names = useNames(staff_id)
 */
export function useNames(id: string): Called | undefined {
  return useNamesRead(id).data ?? undefined
}

function useNamesRead(id: string) {
  return useQuery({ queryKey: ['listStaffNames', id], queryFn: async () => (await readName(id)) ?? null, staleTime: 300_000 })
}

/** Names that are known: what people call them, with the name of the account, for two may be called the same. */
export function ShownNames({ names: { name, full_name = name } }: { readonly names: Called }): ReactNode {
  if (full_name === null || full_name === name) return name
  return (
    <>
      {full_name} <span className={styles.account}>({name})</span>
    </>
  )
}

/**
 * The names of a staff member by their id, which is what answers of the desk hold.
 *
 * @example
 * <PersonName id={batch.created_by} />
 */
export function PersonName({ id }: { readonly id: string }): ReactNode {
  const { people } = useWords(shellWords)
  const { data: names, isPending } = useNamesRead(id)
  if (id === 'local') return people.local
  if (id === 'desk') return people.desk
  if (isPending) return <span aria-busy="true">…</span>
  return <span title={id}>{names == null ? id : <ShownNames names={names} />}</span>
}
