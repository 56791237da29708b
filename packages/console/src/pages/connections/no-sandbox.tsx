import type { ReactNode } from 'react'
import { CopyText } from '../../parts/copy-text.tsx'
import { GuideLink } from '../../parts/guide-link.tsx'
import { Panel } from '../../parts/panel.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './rehearsal.module.css'

const start = 'npx card-member platform --tenants tenants.json --sandbox --port 8081'
const entry = '{ "name": "rehearsal", "credential_file": "rehearsal.json", "sandbox": true, "sandbox_token_file": "data/sandbox.token" }'

/** In place of a rehearsal where no connection leads to a sandbox: how to get one. */
export function NoSandbox(): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { none: words } = rehearsal
  return (
    <Panel tone="info" title={words.text}>
      <p>{words.steps}</p>
      <ol className={styles.steps}>
        <li>
          {words.start}
          <pre>
            <CopyText label={words.start} text={start} />
          </pre>
        </li>
        <li>
          {words.entry}
          <pre>
            <CopyText label={words.entry} text={entry} />
          </pre>
        </li>
        <li>{words.restart}</li>
      </ol>
      <p>
        <GuideLink section="rehearsal" />
      </p>
    </Panel>
  )
}
