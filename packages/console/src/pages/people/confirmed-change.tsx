import { Button } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Panel } from '../../parts/panel.tsx'
import { peopleWords } from '../../words/people.ts'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import { textIn } from './change-value.ts'
import styles from './people.module.css'

/** A change that was just confirmed, with the join code of whom it invites, which is shown this once. */
export function ConfirmedChange({
  change: { kind, value, join_code },
  close,
}: {
  readonly change: ReplyOf<'confirmChange'>
  readonly close: () => void
}): ReactNode {
  const { changes: words } = useWords(peopleWords)
  const { changeKinds } = useWords(todayWords)
  const told = useRef<HTMLParagraphElement>(null)
  useEffect(() => told.current?.focus(), [])
  return (
    <Panel title={changeKinds[kind]} tone="info" act={<Button onClick={close}>{words.close}</Button>}>
      <p ref={told} tabIndex={-1} role="status">
        {words.confirmed}
      </p>
      {join_code !== undefined && (
        <>
          <Facts
            facts={[
              {
                name: words.joinCode,
                value: (
                  <CopyText label={words.joinCode} text={join_code}>
                    <code className={styles.link}>{join_code}</code>
                  </CopyText>
                ),
              },
            ]}
          />
          <p>{words.joinText(textIn(value, 'name'))}</p>
        </>
      )}
    </Panel>
  )
}
