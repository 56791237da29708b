import { Link } from '@tanstack/react-router'
import type { ReplyOf } from '../../api/types.ts'
import type { Column } from '../../parts/data-table.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { batchWords } from '../../words/batches.ts'
import { countText } from '../../words/count-text.ts'
import { useWords } from '../../words/use-words.ts'
import { stateParts } from './bars.ts'
import { BatchTag } from './batch-tag.tsx'
import styles from './batches.module.css'
import { CountBar } from './count-bar.tsx'

type Batch = ReplyOf<'listBatches'>['data'][number]

/** The columns of the list of batches. */
export function useBatchColumns(): readonly Column<Batch>[] {
  const words = useWords(batchWords)
  return [
    {
      key: 'file',
      title: words.columns.file,
      names_row: true,
      cell: ({ batch_id, file_name }) => (
        <Link to="/batches/$batch_id" params={{ batch_id }} className={styles.file ?? ''} title={file_name}>
          {file_name}
        </Link>
      ),
    },
    { key: 'state', title: words.columns.state, cell: (batch) => <BatchTag batch={batch} /> },
    { key: 'author', title: words.columns.author, cell: ({ author }) => <PersonName id={author} /> },
    { key: 'rows', title: words.columns.rows, align: 'end', cell: ({ row_count }) => countText(row_count) },
    {
      key: 'counts',
      title: words.columns.counts,
      cell: ({ counts }) => <CountBar small label={words.columns.counts} parts={stateParts(counts, words.rowStates)} />,
    },
    { key: 'time', title: words.columns.time, cell: ({ create_time }) => <Time value={create_time} /> },
  ]
}
