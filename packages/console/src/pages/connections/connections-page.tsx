import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Page } from '../../parts/page.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import { ConnectionPanel } from './connection-panel.tsx'
import styles from './connections.module.css'
import { Waiting } from './waiting.tsx'

const example = '{ "name": "main", "credential_file": "credential.json", "brands": ["1004"] }'

/** The ways to platforms: which are real, how their calls went, and a check of each. */
export function ConnectionsPage(): ReactNode {
  const { list: words } = useWords(connectionWords)
  const { data, error, refetch } = useRead('listConnections', {})
  return (
    <Page title={words.title} lead={words.lead}>
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {data === undefined && error === null && <Waiting />}
      {data?.data.length === 0 && (
        <Empty
          text={words.none}
          act={
            <div className={styles.example}>
              <p>{words.noneExample}</p>
              <pre>{example}</pre>
            </div>
          }
          guide="connections"
        />
      )}
      {data?.data.map((connection) => (
        <ConnectionPanel key={connection.name} connection={connection} />
      ))}
    </Page>
  )
}
