import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { hasCode } from '../../../api/api-error.ts'
import { useAct } from '../../../api/use-act.ts'
import { useRead } from '../../../api/use-read.ts'
import { CopyText } from '../../../parts/copy-text.tsx'
import { ErrorPanel } from '../../../parts/error-panel.tsx'
import { QrCode } from '../../../parts/qr-code.tsx'
import { Time } from '../../../parts/time.tsx'
import { useOnline } from '../../../shell/use-online.ts'
import { consentWords } from '../../../words/consents.ts'
import { useWords } from '../../../words/use-words.ts'
import { RequestStateTag } from '../consent-state.tsx'
import type { CardView } from '../use-card.ts'
import { isReason, ReasonField } from './reason-field.tsx'
import styles from './steps.module.css'

/** How often the answer of the member is looked for, in milliseconds. */
const look_ms = 3000

interface AskMemberProps {
  readonly card: CardView
  readonly reason: string
  readonly changeReason: (reason: string) => void
}

/** Makes a link for the member, shows it as text and QR code, and waits for their answer. */
export function AskMember({ card: { brand_id, card_ref }, reason, changeReason }: AskMemberProps): ReactNode {
  const { ask: words } = useWords(consentWords)
  const online = useOnline()
  const requests = useRead('listConsentRequests', { brand_id, card_ref, limit: 1 }, { every: look_ms })
  const ask = useAct('requestConsent', { refresh: ['listConsentRequests'] })
  const stop = useAct('stopConsentRequest', { refresh: ['listConsentRequests'] })
  const [newest] = requests.data?.data ?? []
  const made = ask.data
  const state = newest !== undefined && newest.consent_request_id === made?.consent_request_id ? newest.state : made?.state
  const create = () => ask.mutate({ brand_id, card_ref, invalid_reason: reason })
  const error = stop.error ?? ask.error
  if (made === undefined || state === undefined || state !== 'open')
    return (
      <div className={styles.stack}>
        {state === 'refused' && <Alert type="warning" showIcon title={words.refused} />}
        {state === 'stopped' && <Alert type="info" title={words.stopped} />}
        {state === 'expired' && <Alert type="info" title={words.expired} />}
        {state === undefined && newest?.state === 'open' && (
          <Alert
            type="info"
            title={words.pending}
            description={
              <>
                {words.until} <Time value={newest.expire_time} />
              </>
            }
          />
        )}
        <p>{words.text}</p>
        <p className={styles.soft}>{words.once}</p>
        {error !== null &&
          (hasCode(error, 'NOTICE_INCOMPLETE') ? (
            <Alert
              type="warning"
              showIcon
              title={words.incomplete}
              action={
                <Link className="text-link" to="/notices">
                  {words.notices}
                </Link>
              }
            />
          ) : (
            <ErrorPanel error={error} />
          ))}
        <ReasonField reason={reason} change={changeReason} />
        <div>
          <Button type="primary" loading={ask.isPending} disabled={!online || !isReason(reason)} onClick={create}>
            {made === undefined && newest?.state !== 'open' ? words.submit : words.again}
          </Button>
        </div>
      </div>
    )
  return (
    <div className={styles.stack}>
      {error !== null && <ErrorPanel error={error} />}
      <div className={styles.qr}>
        <QrCode value={made.link} label={words.qr} size={180} />
        <div className={styles.stack}>
          <div role="status">
            <RequestStateTag state={state} />
          </div>
          <div>
            <strong>{words.link}</strong>
            <div>
              <CopyText label={words.link} text={made.link} />
            </div>
          </div>
          <p>{words.scan}</p>
          <p className={styles.soft}>
            {words.until} <Time value={made.expire_time} />
          </p>
          {made.replaced !== undefined && <p className={styles.soft}>{words.stopped_other}</p>}
          <div>
            <Button
              loading={stop.isPending}
              disabled={!online}
              onClick={() => stop.mutate({ brand_id, consent_request_id: made.consent_request_id })}
            >
              {words.stop}
            </Button>
          </div>
        </div>
      </div>
    </div>
  )
}
