import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { CopyText } from '../../parts/copy-text.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Panel } from '../../parts/panel.tsx'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import type { CardView } from './use-card.ts'

/** What the platform answered, as JSON, with the Request-ID that its support asks for. */
export function RawAnswer({ card }: { readonly card: CardView }): ReactNode {
  const { card: words } = useWords(cardWords)
  const [open, setOpen] = useState(false)
  const { card_ref: _ref, connection: _connection, template: _template, request_id, ...answer } = card
  return (
    <Panel
      title={words.raw.title}
      act={
        <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? words.raw.hide : words.raw.show}
        </Button>
      }
    >
      <Facts
        facts={[
          {
            name: words.requestId,
            value: request_id === undefined ? null : <CopyText label={words.requestId} text={request_id} />,
          },
        ]}
      />
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        <pre className={styles.raw} tabIndex={0}>
          {JSON.stringify(answer, undefined, 2)}
        </pre>
      )}
    </Panel>
  )
}
