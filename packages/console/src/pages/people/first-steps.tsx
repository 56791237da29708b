import { shownName } from '@card-member/desk/contract'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { Panel } from '../../parts/panel.tsx'
import { DemoPeople, type DemoPerson } from '../../shell/demo-people.tsx'
import { useSession } from '../../shell/session.tsx'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './first-steps.module.css'

const key = 'card-member-first-steps'

function isDismissed(): boolean {
  try {
    return localStorage.getItem(key) === 'dismissed'
  } catch {
    return false
  }
}

function keepDismissed(): void {
  try {
    localStorage.setItem(key, 'dismissed')
  } catch {
    // Then it is shown the next time.
  }
}

/** Leads a newcomer of the demo to the first ended card; nothing on any other desk, or once it was dismissed. */
export function FirstSteps({ today }: { readonly today: ReplyOf<'getToday'> | undefined }): ReactNode {
  const { data } = useRead('getWelcome', {})
  const [dismissed, setDismissed] = useState(isDismissed)
  if (data?.demo === undefined || dismissed) return null
  const dismiss = () => {
    keepDismissed()
    setDismissed(true)
  }
  const ended = (today?.days ?? []).some(({ invalidations }) => invalidations > 0)
  return <Steps demo={data.demo} card={data.demo_cards?.[0]} ended={ended} dismiss={dismiss} />
}

interface StepsProps {
  readonly demo: readonly DemoPerson[]
  readonly card: NonNullable<ReplyOf<'getWelcome'>['demo_cards']>[number] | undefined
  readonly ended: boolean
  readonly dismiss: () => void
}

function Steps({ demo, card, ended, dismiss }: StepsProps): ReactNode {
  const { steps } = useWords(todayWords)
  const { grants } = useSession()
  const nameOf = (wanted: string) => {
    const found = demo.find(({ grants: held }) => held.some(({ role }) => role === wanted))
    return found === undefined ? '' : shownName(found)
  }
  const isClerk = grants.some(({ role }) => role === 'clerk' || role === 'manager')
  const close = (
    <Button type="text" size="small" onClick={dismiss}>
      {steps.dismiss}
    </Button>
  )
  const links = { batches: '/batches', records: '/invalidations' }
  if (ended)
    return (
      <Panel title={steps.done} act={close} tone="info">
        <p>{steps.doneText(nameOf('author'), nameOf('approver'))}</p>
        <p className={styles.links}>
          <Link to={links.records}>{steps.openRecords}</Link>
          <Link to={links.batches}>{steps.openBatches}</Link>
        </p>
        <DemoPeople people={demo} inRow />
      </Panel>
    )
  return (
    <Panel title={steps.title} act={close} tone="info">
      <p>{steps.lead}</p>
      <ol className={styles.steps}>
        <Step title={steps.signIn(nameOf('clerk'))} state={isClerk ? 'done' : 'now'}>
          <p>{steps.signInText}</p>
          <DemoPeople people={demo} inRow />
        </Step>
        <Step title={steps.find} state={isClerk ? 'now' : 'next'}>
          <p>{steps.findText}</p>
          <p className={styles.links}>
            {card !== undefined && (
              <CopyText label={steps.openid} text={card.openid}>
                <code>{card.openid}</code>
              </CopyText>
            )}
            {isClerk && card !== undefined && (
              <Link to="/find" state={{ find: card.openid }}>
                {steps.openFind}
              </Link>
            )}
          </p>
        </Step>
        <Step title={steps.consent} state="next">
          <p>{steps.consentText}</p>
        </Step>
        <Step title={steps.end} state="next">
          <p>{steps.endText(card?.user_card_code.slice(-4) ?? '')}</p>
        </Step>
      </ol>
    </Panel>
  )
}

interface StepProps {
  readonly title: string
  readonly state: 'done' | 'now' | 'next'
  readonly children: ReactNode
}

function Step({ title, state, children }: StepProps): ReactNode {
  const { steps } = useWords(todayWords)
  return (
    <li className={styles[state]} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
      <h3>
        {title} <span className={styles.state}>{steps.state[state]}</span>
      </h3>
      {children}
    </li>
  )
}
