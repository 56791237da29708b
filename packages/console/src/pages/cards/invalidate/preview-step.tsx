import { Link } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { CopyText } from '../../../parts/copy-text.tsx'
import { Countdown, durationText } from '../../../parts/countdown.tsx'
import { ErrorPanel } from '../../../parts/error-panel.tsx'
import { useNow } from '../../../parts/use-now.ts'
import { usePreferences } from '../../../shell/preferences.tsx'
import { useSecondFactorUntil } from '../../../shell/second-factor.tsx'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import { BatchLink } from '../batch-link.tsx'
import type { Obstacle, Preview, usePreview } from '../use-preview.ts'
import styles from './steps.module.css'

/** What the desk says that would happen, or every rule that forbids it. */
export function PreviewStep({ preview }: { readonly preview: ReturnType<typeof usePreview> }): ReactNode {
  if (preview.error !== null) return <ErrorPanel error={preview.error} retry={preview.refetch} />
  if (preview.data === undefined)
    return (
      <div aria-busy="true">
        <Skeleton active title={false} />
      </div>
    )
  return preview.data.allowed ? <Allowed preview={preview.data} /> : <Forbidden obstacles={preview.data.obstacles} />
}

function Allowed({ preview }: { readonly preview: Preview }): ReactNode {
  const { preview: words } = useWords(invalidateWords)
  const { base_url = '', caller_kind = 'merchant', caller_id = '', single_limit, daily_cap, unknown_seconds, second_person } = preview
  const left = ({ limit, used }: Preview['daily_cap']) => Math.max(0, (limit ?? 0) - used)
  return (
    <div className={styles.stack}>
      <p>{words.allowed}</p>
      <ol className={styles.what}>
        <li>{words.reads}</li>
        <li>{words.sends}</li>
        <li>{words.lost(durationText(unknown_seconds))}</li>
        <li>{words.records}</li>
      </ol>
      <p className={styles.soft}>{words.to(base_url, words.caller[caller_kind](caller_id))}</p>
      <ul className={styles.what}>
        {!preview.rehearsal && single_limit.limit !== null && <li>{words.singleLeft(left(single_limit), single_limit.limit)}</li>}
        {!preview.rehearsal && daily_cap.limit !== null && <li>{words.dailyLeft(left(daily_cap), daily_cap.limit)}</li>}
        {second_person && <li>{words.secondPerson}</li>}
        <li>
          <FactorLeft />
        </li>
      </ul>
    </div>
  )
}

function FactorLeft(): ReactNode {
  const { preview: words } = useWords(invalidateWords)
  const until = useSecondFactorUntil()
  const now = useNow()
  if (until <= now) return words.factor
  return (
    <>
      {words.until} <Countdown until={until} />
    </>
  )
}

function Forbidden({ obstacles }: { readonly obstacles: readonly Obstacle[] }): ReactNode {
  const { preview: words, secondPersonNext, copyLink } = useWords(invalidateWords)
  const { language } = usePreferences()
  return (
    <div className={styles.stack}>
      <p>{words.forbidden}</p>
      <ul className={styles.obstacles}>
        {obstacles.map(({ code, message, detail }) => (
          <li key={code}>
            {message[language]} <code>{code}</code>
            {typeof detail?.invalidation_id === 'string' && (
              <>
                {' '}
                <Link className="text-link" to="/invalidations/$id" params={{ id: detail.invalidation_id }}>
                  {words.earlier}
                </Link>
              </>
            )}
            {code === 'SINGLE_LIMIT' && (
              <>
                {' '}
                <BatchLink batch_id="new">{words.toBatch}</BatchLink>
              </>
            )}
          </li>
        ))}
      </ul>
      {obstacles.some(({ code }) => code === 'CONSENT_OWN') && (
        <div>
          <p>{secondPersonNext}</p>
          <CopyText label={copyLink} text={location.href}>
            <span className={styles.soft}>{copyLink}</span>
          </CopyText>
        </div>
      )}
    </div>
  )
}
