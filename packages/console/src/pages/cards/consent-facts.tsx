import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { targetOf } from '../../api/target.ts'
import type { ReplyOf } from '../../api/types.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { Facts } from '../../parts/facts.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/use-may.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'

const timeOf = (value: string | undefined) => (value === undefined ? null : <Time value={value} />)

/** Everything that is on record of a consent. */
export function ConsentFacts({ consent }: { readonly consent: ReplyOf<'getConsent'> }): ReactNode {
  const { facts: words, channels, expressions, consenters, proofs, languages, member } = useWords(consentWords)
  const mayReveal = useMay('reveal', consent.brand_id)
  const { brand_id, evidence_sha256, superseded_by, used_by, withdrawn_by, told_by, recorded_by } = consent
  const person = (id: string) => (id === 'member' ? member : <PersonName id={id} />)
  const files = evidence_sha256.map((sha256) => (
    <div key={sha256}>
      {mayReveal ? <a href={targetOf('getEvidence', { brand_id, sha256 }).target}>{sha256.slice(0, 16)}…</a> : `${sha256.slice(0, 16)}…`}
    </div>
  ))
  return (
    <Facts
      facts={[
        {
          name: words.card,
          value: (
            <>
              … {consent.code_last4}{' '}
              {consent.card_ref !== undefined && (
                <Link className="text-link" to="/cards/$ref" params={{ ref: consent.card_ref }}>
                  {words.openCard}
                </Link>
              )}
            </>
          ),
        },
        { name: words.channel, value: channels[consent.channel] },
        { name: words.toldBy, value: told_by === 'member page' ? member : <PersonName id={told_by} /> },
        { name: words.toldAt, value: timeOf(consent.told_at) },
        { name: words.expressed, value: expressions[consent.expressed] },
        { name: words.agreedBy, value: consenters[consent.agreed_by] },
        { name: words.agreedAt, value: timeOf(consent.agreed_at) },
        { name: words.reason, value: consent.invalid_reason },
        { name: words.notice, value: `${words.version(consent.notice_version)} · ${languages[consent.language]}` },
        { name: words.sha, value: <CopyText label={words.sha} text={consent.text_sha256} /> },
        { name: words.proof, value: proofs[consent.proof] },
        { name: words.evidence, value: files.length === 0 ? null : files },
        { name: words.reference, value: consent.reference },
        { name: words.recordedBy, value: person(recorded_by) },
        { name: words.recordTime, value: timeOf(consent.record_time) },
        { name: words.expires, value: timeOf(consent.expire_time) },
        { name: words.withdrawn, value: timeOf(consent.withdraw_time) },
        { name: words.withdrawnBy, value: withdrawn_by === undefined ? null : person(withdrawn_by) },
        {
          name: words.supersededBy,
          value:
            superseded_by === undefined ? null : (
              <Link to="/consents/$id" params={{ id: superseded_by }}>
                {superseded_by}
              </Link>
            ),
        },
        {
          name: words.usedBy,
          value:
            used_by === undefined ? null : (
              <Link to="/invalidations/$id" params={{ id: used_by }}>
                {used_by}
              </Link>
            ),
        },
      ]}
    />
  )
}
