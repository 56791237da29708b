import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { targetOf } from '../../api/target.ts'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './batches.module.css'

/** So many rows with faults are shown; the file has all of them. */
const shown = 100

type Batch = ReplyOf<'getBatch'>
interface CellFault {
  readonly line: number
  readonly column: string
  readonly text: string
  readonly message: string
  readonly suspected: boolean
}

/** What is wrong with the cells of a file, by row and column, beside what is in them. */
export function FaultsPanel({ batch, mayPrepare }: { readonly batch: Batch; readonly mayPrepare: boolean }): ReactNode {
  const { faults: words, notes: notesTitle } = useWords(batchWords)
  const { language } = usePreferences()
  const { batch_id, faulty_count, warning_count, row_count, notes } = batch
  const faulty = useRead('listBatchRows', { batch_id, faulty: true, limit: shown }, { when: faulty_count > 0 })
  const warned = useRead('listBatchRows', { batch_id, warned: true, limit: shown }, { when: warning_count > 0 })
  const cells = (which: 'faults' | 'warnings', rows: ReplyOf<'listBatchRows'>['data'] = []): CellFault[] =>
    rows.flatMap(({ line, [which]: found = [] }) =>
      found.map(({ column, text = '', message }) => ({ line, column, text, message: message[language], suspected: which === 'warnings' })),
    )
  const all = [...cells('faults', faulty.data?.data), ...cells('warnings', warned.data?.data)]
  const error = faulty.error ?? warned.error
  const faultText = ({ message, suspected }: CellFault) => (suspected ? `${message} (${words.suspected})` : message)
  const columns: readonly Column<CellFault>[] = [
    { key: 'line', title: words.line, align: 'end', cell: ({ line }) => line },
    { key: 'column', title: words.column, cell: ({ column }) => column },
    { key: 'text', title: words.text, names_row: true, cell: ({ text }) => <span className={styles.cell}>{text}</span> },
    { key: 'fault', title: words.fault, cell: (fault) => <span className={styles.wrapped}>{faultText(fault)}</span> },
  ]
  const isComing = (faulty_count > 0 && faulty.data === undefined) || (warning_count > 0 && warned.data === undefined)
  return (
    <Panel title={words.title}>
      {faulty_count === 0 && warning_count === 0 && <p>{words.none}</p>}
      {faulty_count > 0 && <p className={styles.lead}>{faulty_count === row_count ? words.all : words.count(faulty_count, row_count)}</p>}
      {warning_count > 0 && <p className={styles.lead}>{words.warned(warning_count)}</p>}
      {error !== null && <ErrorPanel error={error} retry={faulty.refetch} />}
      {(faulty_count > 0 || warning_count > 0) && error === null && (
        <DataTable
          label={words.title}
          columns={columns}
          rows={isComing ? undefined : all}
          keyOf={({ line, column, message }) => `${line} ${column} ${message}`}
          empty={null}
        />
      )}
      {notes.length > 0 && (
        <>
          <h3>{notesTitle}</h3>
          <ul className={styles.notes}>
            {notes.map(({ note, message, column = '' }) => (
              <li key={`${note} ${column}`}>{message[language]}</li>
            ))}
          </ul>
        </>
      )}
      {mayPrepare && (faulty_count > 0 || warning_count > 0) && (
        <p className={styles.acts}>
          <a href={targetOf('faultsCsv', { batch_id, lang: language }).target} download>
            {words.download}
          </a>
          <Link to="/batches/new">{words.again}</Link>
        </p>
      )}
    </Panel>
  )
}
