import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Time } from '../../parts/time.tsx'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'
import { ActionName } from './action-name.tsx'
import { ActorName } from './actor-name.tsx'
import styles from './audit.module.css'
import { EventSubject } from './event-subject.tsx'
import type { AuditSearch } from './routes.tsx'

/** One event as the desk lists it. */
export type AuditEvent = ReplyOf<'listAuditEvents'>['data'][number]

const limit = 50

/** The events that the filters leave, the newest first. */
export function EventTable({
  brand_id,
  search,
  set,
  clear,
}: {
  readonly brand_id: string
  readonly search: AuditSearch
  readonly set: (change: Readonly<Partial<AuditSearch>>) => void
  readonly clear: () => void
}): ReactNode {
  const words = useWords(auditWords)
  const { actor, action, batch, card, hash, from, to, cursor } = search
  const filter = present({ actor, action, batch_id: batch, card_ref: card, card_hash: hash, from_day: from, to_day: to })
  const events = useRead('listAuditEvents', { brand_id, limit, ...filter, ...present({ cursor }) }, { keepLast: true })
  if (events.error) return <ErrorPanel error={events.error} retry={events.refetch} />
  const { names = {}, next_cursor = null } = events.data ?? {}
  const columns: readonly Column<AuditEvent>[] = [
    { key: 'time', title: words.columns.time, cell: ({ time }) => <Time value={time} /> },
    { key: 'actor', title: words.columns.actor, cell: ({ actor }) => <ActorName actor={actor} names={names} /> },
    { key: 'action', title: words.columns.action, cell: ({ action }) => <ActionName action={action} />, names_row: true },
    { key: 'subject', title: words.columns.subject, cell: (event) => <EventSubject event={event} names={names} /> },
    {
      key: 'event',
      title: words.columns.event,
      align: 'end',
      cell: ({ event_id, tree, index }) => (
        <Link to="/audit/$tree/$index" params={{ tree, index: String(index) }} aria-label={words.open(event_id)}>
          {event_id}
        </Link>
      ),
    },
  ]
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={events.data?.data}
      keyOf={({ event_id }) => event_id}
      empty={
        Object.keys(filter).length > 0 ? (
          <Empty text={words.noneFound} act={<Button onClick={clear}>{words.allEvents}</Button>} guide="audit" />
        ) : (
          <Empty text={words.none} guide="audit" />
        )
      }
      foot={
        <nav className={styles.foot} aria-label={words.older}>
          {cursor !== undefined && <Button onClick={() => set({})}>{words.newest}</Button>}
          {next_cursor !== null && <Button onClick={() => set({ cursor: next_cursor })}>{words.older}</Button>}
        </nav>
      }
    />
  )
}

/** Without the fields that are undefined. */
function present<const Fields extends Readonly<Record<string, string | undefined>>>(fields: Fields): { [Name in keyof Fields]?: string } {
  const found: { [Name in keyof Fields]?: string } = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined) found[name] = value
  }
  return found
}
