import type { ReactNode } from 'react'
import { targetOf } from '../../api/target.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './batches.module.css'

const files = [
  ['reportCsv', 'csv'],
  ['reportXlsx', 'xlsx'],
  ['failedCsv', 'failed'],
  ['evidenceHtml', 'html'],
  ['evidenceZip', 'zip'],
] as const

/** The files of a batch's results, each a download. */
export function ReportsPanel({ batch_id }: { readonly batch_id: string }): ReactNode {
  const { reports: words } = useWords(batchWords)
  const { language } = usePreferences()
  return (
    <Panel title={words.title}>
      <p className={styles.soft}>{words.text}</p>
      <ul className={styles.links}>
        {files.map(([id, word]) => (
          <li key={id}>
            <a href={targetOf(id, { batch_id, lang: language }).target} download>
              {words[word]}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
