import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { hasCode } from '../../../api/api-error.ts'
import type { InputOf } from '../../../api/types.ts'
import { useAct } from '../../../api/use-act.ts'
import { useRead } from '../../../api/use-read.ts'
import { ErrorPanel } from '../../../parts/error-panel.tsx'
import { timeText } from '../../../parts/time.tsx'
import { useOnline } from '../../../shell/use-online.ts'
import { consentWords } from '../../../words/consents.ts'
import { namesOf } from '../../../words/names-of.ts'
import { useWords } from '../../../words/use-words.ts'
import { beijingTime } from '../beijing-time.ts'
import fieldStyles from '../field.module.css'
import { Choice, Field } from '../field.tsx'
import { TimeField } from '../time-field.tsx'
import type { CardView } from '../use-card.ts'
import { type TimeFault, timeFaults } from './consent-times.ts'
import { type Evidence, EvidenceFiles } from './evidence-files.tsx'
import { isReason, ReasonField } from './reason-field.tsx'
import styles from './steps.module.css'

type Recording = InputOf<'recordConsent'>
type Channel = Recording['channel']

/** How members usually agree on a channel, as the desk takes it. */
const usual = { sms: 'reply', phone: 'spoken', store: 'signature', online: 'click', mail: 'reply' } as const

interface RecordConsentProps {
  readonly card: CardView
  readonly reason: string
  readonly changeReason: (reason: string) => void
}

/** Records what a member said: how they were told, when, how they agreed. */
export function RecordConsent({ card: { brand_id, card_ref }, reason, changeReason }: RecordConsentProps): ReactNode {
  const { form: words, channels, expressions, consenters, languages } = useWords(consentWords)
  const online = useOnline()
  const settings = useRead('getSettings', { brand_id })
  const notices = useRead('listNotices', { brand_id })
  const withdrawals = useRead('listConsents', { brand_id, card_ref, state: 'withdrawn', limit: 1 })
  const [channel, setChannel] = useState<Channel>('sms')
  const [expressed, setExpressed] = useState<NonNullable<Recording['expressed']>>('reply')
  const [agreed_by, setAgreedBy] = useState<NonNullable<Recording['agreed_by']>>('member')
  const [told, setTold] = useState('')
  const [agreed, setAgreed] = useState('')
  const [told_by, setToldBy] = useState('')
  const [reference, setReference] = useState('')
  const [version, setVersion] = useState<string>()
  const [language, setLanguage] = useState<NonNullable<Recording['language']>>('zh-CN')
  const [files, setFiles] = useState<readonly Evidence[]>([])
  const record = useAct('recordConsent', { refresh: ['listConsents', 'previewInvalidation'] })
  const [told_at, agreed_at] = [beijingTime(told), beijingTime(agreed)]
  const withdrawn = withdrawals.data?.data[0]?.withdraw_time
  const faults = timeFaults(told, agreed, { consent_days: settings.data?.consent_days, withdraw_time: withdrawn })
  const inOrder = faults.told === undefined && faults.agreed === undefined
  const needsFile = settings.data?.evidence_required.includes(channel) === true
  const ready = told_at !== undefined && agreed_at !== undefined && inOrder && isReason(reason) && (!needsFile || files.length > 0)
  const submit = (supersede: boolean) => {
    if (!ready) return
    record.mutate({
      ...{ brand_id, card_ref, channel, told_at, agreed_at, expressed, agreed_by, language, invalid_reason: reason },
      ...(told_by.trim() === '' ? {} : { told_by: told_by.trim() }),
      ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
      ...(version === undefined ? {} : { notice_version: Number(version) }),
      ...(files.length === 0 ? {} : { evidence_sha256: files.map(({ sha256 }) => sha256) }),
      ...(supersede ? { supersede } : {}),
    })
  }
  const faultText = (fault: TimeFault | undefined) => {
    if (fault === undefined) return undefined
    if (fault === 'withdrawn') return words.faults.withdrawn(timeText(withdrawn ?? ''))
    return fault === 'expired' ? words.faults.expired(settings.data?.consent_days ?? 0) : words.faults[fault]
  }
  const options = <Name extends string>(names: Readonly<Record<Name, string>>) =>
    namesOf(names).map((value) => ({ value, label: names[value] }))
  const versions = notices.data?.data ?? []
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault()
        submit(false)
      }}
    >
      {record.error !== null && <ErrorPanel error={record.error} />}
      {hasCode(record.error, 'CONSENT_OPEN') && (
        <div>
          <Button onClick={() => submit(true)}>{words.supersede}</Button>
        </div>
      )}
      <div className={fieldStyles.grid}>
        <Choice
          label={words.channel}
          value={channel}
          options={options(channels)}
          choose={(chosen) => {
            setChannel(chosen)
            setExpressed(usual[chosen])
          }}
        />
        <TimeField label={words.toldAt} value={told} change={setTold} fault={faultText(faults.told)} />
        <Field label={words.toldBy} help={words.toldByHelp}>
          {(control) => <input {...control} maxLength={64} value={told_by} onChange={({ target }) => setToldBy(target.value)} />}
        </Field>
        <Choice label={words.expressed} value={expressed} options={options(expressions)} choose={setExpressed} />
        <TimeField label={words.agreedAt} value={agreed} change={setAgreed} min={told} fault={faultText(faults.agreed)} />
        <Choice label={words.agreedBy} value={agreed_by} options={options(consenters)} choose={setAgreedBy} />
        <Choice
          label={words.notice}
          value={version ?? String(versions[0]?.version ?? 0)}
          options={versions.map((notice, index) => ({
            value: String(notice.version),
            label: index === 0 ? words.newest(notice.version) : words.version(notice.version),
          }))}
          choose={setVersion}
        />
        <Choice label={words.language} value={language} options={options(languages)} choose={setLanguage} />
        <Field label={words.reference} help={words.referenceHelp}>
          {(control) => <input {...control} maxLength={128} value={reference} onChange={({ target }) => setReference(target.value)} />}
        </Field>
      </div>
      <ReasonField reason={reason} change={changeReason} />
      <div>
        <strong>{words.evidence}</strong>
        <p className={styles.soft}>{words.evidenceHelp}</p>
        {needsFile && files.length === 0 && <Alert type="warning" title={words.evidenceNeeded(channels[channel])} />}
      </div>
      <EvidenceFiles brand_id={brand_id} files={files} change={setFiles} />
      <div>
        <Button type="primary" htmlType="submit" loading={record.isPending} disabled={!ready || !online}>
          {words.submit}
        </Button>
      </div>
    </form>
  )
}
