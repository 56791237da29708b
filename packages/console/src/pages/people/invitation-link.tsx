import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Panel } from '../../parts/panel.tsx'
import { QrCode } from '../../parts/qr-code.tsx'
import { Time } from '../../parts/time.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { GrantList } from './grant-list.tsx'
import styles from './people.module.css'

/** The link of an invitation, which is shown this once. */
export function InvitationLink({
  invitation: { link, name, grants, pending },
  again,
}: {
  readonly invitation: ReplyOf<'inviteStaff'>
  readonly again?: () => void
}): ReactNode {
  const { invite: words, staff, changes } = useWords(peopleWords)
  const heading = useRef<HTMLParagraphElement>(null)
  // What has replaced the form is read out, and the keyboard goes on from there.
  useEffect(() => heading.current?.focus(), [])
  const path: string = '/changes'
  return (
    <Panel title={words.done} tone="info">
      <p ref={heading} tabIndex={-1}>
        {words.once}
      </p>
      <div className={styles.once}>
        <div>
          <Facts
            facts={[
              { name: staff.name, value: name },
              { name: staff.roles, value: <GrantList grants={grants} /> },
              {
                name: words.link,
                value: (
                  <CopyText label={words.link} text={link}>
                    <span className={styles.link}>{link}</span>
                  </CopyText>
                ),
              },
              { name: changes.due, value: pending?.due_time === undefined ? null : <Time value={pending.due_time} /> },
            ]}
          />
          {pending !== undefined && <p>{pending.due_time === undefined ? words.pending : words.due}</p>}
          <div className={styles.acts}>
            {again !== undefined && <Button onClick={again}>{words.another}</Button>}
            {pending !== undefined && <Link to={path}>{words.toChange}</Link>}
            <Link to="/staff">{words.back}</Link>
          </div>
        </div>
        <QrCode value={link} label={words.qr} />
      </div>
    </Panel>
  )
}
