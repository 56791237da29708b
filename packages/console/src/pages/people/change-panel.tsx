import { Button, Form, Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { OperationId, ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { Countdown } from '../../parts/countdown.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { useMay } from '../../shell/use-may.ts'
import { peopleWords } from '../../words/people.ts'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import { ChangeContent } from './change-content.tsx'
import styles from './people.module.css'

/** A change that waits. */
type Change = ReplyOf<'listChanges'>['data'][number]

const refresh: readonly OperationId[] = ['listChanges', 'listStaff', 'listInvitations', 'getSettings', 'getDeskSettings', 'getToday']

/** One change that waits: what it would do, who proposed it, until when; and what who is signed in may do about it. */
export function ChangePanel({
  change,
  onConfirmed,
}: {
  readonly change: Change
  readonly onConfirmed: (done: ReplyOf<'confirmChange'>) => void
}): ReactNode {
  const { changes: words, everyBrand, brand } = useWords(peopleWords)
  const { changeKinds } = useWords(todayWords)
  const { change_id, kind, brand_id, staff_id, proposed_by, propose_time, expire_time, due_time } = change
  const confirm = useAct('confirmChange', { second_factor: true, refresh, onDone: onConfirmed })
  const refused = useRefusal(change)
  const [stopping, setStopping] = useState(false)
  const why = useId()
  return (
    <Panel title={changeKinds[kind]}>
      <div className={styles.content}>
        <ChangeContent change={change} />
      </div>
      <Facts
        facts={[
          { name: words.scope, value: brand_id === '*' ? everyBrand : brand(brand_id) },
          { name: words.concerns, value: staff_id === undefined || kind === 'invitation' ? null : <PersonName id={staff_id} /> },
          { name: words.proposedBy, value: <PersonName id={proposed_by} /> },
          { name: words.proposed, value: <Time value={propose_time} /> },
          { name: words.expires, value: due_time === undefined ? <Time value={expire_time} /> : null },
          {
            name: words.due,
            value:
              due_time === undefined ? null : (
                <>
                  <Time value={due_time} /> (<Countdown until={due_time} />)<p className={styles.soft}>{words.dueText}</p>
                </>
              ),
          },
        ]}
      />
      {confirm.error !== null && <ErrorPanel error={confirm.error} />}
      <div className={styles.acts}>
        <Button
          type="primary"
          disabled={refused !== undefined}
          loading={confirm.isPending}
          aria-describedby={refused === undefined ? undefined : why}
          onClick={() => confirm.mutate({ change_id })}
        >
          {words.confirm}
        </Button>
        {!stopping && <Button onClick={() => setStopping(true)}>{words.stop}</Button>}
        {refused !== undefined && (
          <span id={why} className={styles.soft}>
            {refused}
          </span>
        )}
      </div>
      {stopping && <StopForm change_id={change_id} leave={() => setStopping(false)} />}
    </Panel>
  )
}

/** Why who is signed in cannot confirm a change; undefined when they can. */
function useRefusal({ brand_id, proposed_by, staff_id }: Change): string | undefined {
  const { changes: words } = useWords(peopleWords)
  const { staff_id: own } = useSession()
  const may = useMay('administer', brand_id)
  if (!may) return words.noRight
  if (own === proposed_by) return words.ownProposal
  return own === staff_id ? words.ownConcern : undefined
}

function StopForm({ change_id, leave }: { readonly change_id: string; readonly leave: () => void }): ReactNode {
  const { changes: words, cancel } = useWords(peopleWords)
  const stop = useAct('stopChange', { refresh })
  return (
    <Form<{ reason?: string }>
      layout="vertical"
      className={styles.form ?? ''}
      onFinish={({ reason = '' }) => stop.mutate({ change_id, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) })}
    >
      <Form.Item name="reason" label={words.reason}>
        <Input maxLength={200} autoComplete="off" autoFocus />
      </Form.Item>
      {stop.error !== null && <ErrorPanel error={stop.error} />}
      <div className={styles.acts}>
        <Button htmlType="submit" loading={stop.isPending}>
          {words.stopTitle}
        </Button>
        <Button type="text" onClick={leave}>
          {cancel}
        </Button>
      </div>
    </Form>
  )
}
