import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ApiError } from '../../../api/api-error.ts'
import { useAct } from '../../../api/use-act.ts'
import { useRead } from '../../../api/use-read.ts'
import { ErrorPanel } from '../../../parts/error-panel.tsx'
import { useOnline } from '../../../shell/use-online.ts'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import type { Invalidation } from '../invalidation-state.tsx'
import type { CardView } from '../use-card.ts'
import { usePreview } from '../use-preview.ts'
import { ConsentStep } from './consent-step.tsx'
import { LastFourField } from './last-four-field.tsx'
import { PreviewStep } from './preview-step.tsx'
import { isReason, ReasonField } from './reason-field.tsx'
import { Step } from './step.tsx'
import styles from './steps.module.css'

/** How often it is looked whether the consent is still there, in milliseconds. */
const look_ms = 3000

interface InvalidateFormProps {
  readonly card: CardView
  readonly done: (invalidation: Invalidation) => void
  /** @param known the ids of the card's invalidations before the press */
  readonly failed: (error: ApiError, known: ReadonlySet<string>) => void
}

/** Consent, reason, last four, what will happen; then one button. Enter does nothing until all of it is right. */
export function InvalidateForm({ card, done, failed }: InvalidateFormProps): ReactNode {
  const words = useWords(invalidateWords)
  const { brand_id, card_ref, user_card_code } = card
  const online = useOnline()
  const [given, setReason] = useState<string>()
  const [typed, setTyped] = useState('')
  const consents = useRead('listConsents', { brand_id, card_ref, state: 'recorded', limit: 1 }, { every: look_ms })
  const earlier = useRead('listInvalidations', { brand_id, card_ref, limit: 20 })
  const [newest] = consents.data?.data ?? []
  const consent = newest?.state === 'recorded' ? newest : undefined
  const reason = given ?? consent?.invalid_reason ?? ''
  const preview = usePreview(
    {
      brand_id,
      card_ref,
      ...(consent === undefined ? {} : { consent_id: consent.consent_id }),
      ...(isReason(reason) ? { invalid_reason: reason } : {}),
    },
    consents.data !== undefined,
  )
  const act = useAct('invalidateCard', {
    second_factor: true,
    refresh: ['listConsents', 'listInvalidations', 'getUserCard', 'previewInvalidation', 'getToday'],
    onDone: done,
  })
  const last = user_card_code.slice(-4)
  const matches = typed === last
  const allowed = preview.data?.allowed === true && !preview.isPlaceholderData
  const todo = todoOf(words.todo, { online, agreed: consent !== undefined, reasoned: isReason(reason), matches, allowed })
  const submit = () => {
    if (todo !== undefined || consent === undefined || act.isPending) return
    const known = new Set(earlier.data?.data.map(({ invalidation_id }) => invalidation_id))
    act.mutate(
      { brand_id, card_ref, consent_id: consent.consent_id, invalid_reason: reason, last_four: typed },
      {
        onError: (error) => {
          void consents.refetch()
          void preview.refetch()
          failed(error, known)
        },
      },
    )
  }
  return (
    <>
      {preview.data?.rehearsal === true && <Alert type="info" showIcon className={styles.warning ?? ''} title={words.rehearsal} />}
      <ol className={styles.steps}>
        <Step number={1} title={words.steps.consent} done={consent !== undefined}>
          {consents.error !== null && <ErrorPanel error={consents.error} retry={consents.refetch} />}
          {consents.data !== undefined && <ConsentStep card={card} consent={consent} reason={reason} changeReason={setReason} />}
        </Step>
        <Step number={2} title={words.steps.reason} done={consent !== undefined && isReason(reason)}>
          {consent === undefined ? <p className={styles.soft}>{words.todo.consent}</p> : <ReasonField reason={reason} change={setReason} />}
        </Step>
        <Step number={3} title={words.steps.lastFour} done={matches}>
          <form
            id="invalidate"
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            <LastFourField count={last.length} typed={typed} matches={matches} change={setTyped} />
          </form>
        </Step>
        <Step number={4} title={words.steps.preview} done={todo === undefined}>
          <div className={styles.stack}>
            <PreviewStep preview={preview} />
            {act.error !== null && <ErrorPanel error={act.error} />}
            <div className={styles.act}>
              <Button
                danger
                type="primary"
                size="large"
                htmlType="submit"
                form="invalidate"
                loading={act.isPending}
                disabled={todo !== undefined}
                aria-describedby={todo === undefined ? undefined : 'todo'}
              >
                {act.isPending ? words.acting : words.act}
              </Button>
              {todo !== undefined && (
                <span id="todo" className={styles.soft}>
                  {todo}
                </span>
              )}
            </div>
          </div>
        </Step>
      </ol>
    </>
  )
}

interface Done {
  readonly online: boolean
  readonly agreed: boolean
  readonly reasoned: boolean
  readonly matches: boolean
  readonly allowed: boolean
}

/** What has to be done first; undefined when the button may be pressed. */
function todoOf(
  words: Readonly<Record<'offline' | 'consent' | 'reason' | 'lastFour' | 'forbidden', string>>,
  { online, agreed, reasoned, matches, allowed }: Done,
): string | undefined {
  if (!online) return words.offline
  if (!agreed) return words.consent
  if (!reasoned) return words.reason
  if (!matches) return words.lastFour
  return allowed ? undefined : words.forbidden
}
