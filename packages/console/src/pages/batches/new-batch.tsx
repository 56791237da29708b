import { useNavigate } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import { type ReactNode, useId, useRef, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { targetOf } from '../../api/target.ts'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { AskedFields } from './asked-fields.tsx'
import styles from './batches.module.css'
import { FileChoice } from './file-choice.tsx'
import form from './new-batch.module.css'
import { type UploadOptions, uploadBatch } from './upload.ts'

type Asked = Omit<UploadOptions, 'brand_id' | 'connection' | 'notice_version'>

/** Uploads a file as a new batch: the desk reads it in the background, and the page of the batch shows how far it is. */
export function NewBatchPage(): ReactNode {
  const words = useWords(batchWords)
  const { brand_id, brand } = useBrand()
  const navigate = useNavigate()
  const isOnline = useOnline()
  const mayPrepare = useMay('prepare_batch', brand_id)
  const notices = useRead('listNotices', { brand_id }, { when: brand_id !== '' && mayPrepare })
  const [file, setFile] = useState<File>()
  const [connection, setConnection] = useState('')
  const [version, setVersion] = useState('')
  const [asked, setAsked] = useState<Asked>({})
  const [sent, setSent] = useState<number>()
  const [error, setError] = useState<Error>()
  const stop = useRef<AbortController>(undefined)
  const crumbs = [{ title: words.title, to: '/batches' }]
  const connections = brand?.connections ?? []
  const choose = (chosen: File) => {
    setFile(chosen)
    setError(undefined)
    setAsked({})
  }
  const submit = async (given: File) => {
    stop.current = new AbortController()
    setError(undefined)
    setSent(0)
    const options = {
      brand_id,
      connection: connection || connections[0]?.name,
      notice_version: version === '' ? undefined : Number(version),
      ...asked,
    }
    try {
      const { batch_id } = await uploadBatch(given, options, { onSent: setSent, signal: stop.current.signal })
      await navigate({ to: '/batches/$batch_id', params: { batch_id } })
    } catch (failure) {
      if (failure instanceof ApiError) setError(failure)
    } finally {
      setSent(undefined)
    }
  }
  if (brand_id !== '' && !mayPrepare)
    return (
      <Page title={words.upload.title} crumbs={crumbs}>
        <NoPermission permission="prepare_batch" />
      </Page>
    )
  const isSending = sent !== undefined
  return (
    <Page title={words.upload.title} crumbs={crumbs} lead={words.upload.lead} act={<SampleLink />}>
      {error !== undefined && <ErrorPanel error={error} />}
      <Panel>
        <FileChoice file={file} disabled={isSending} choose={choose} />
        <div className={form.fields}>
          {connections.length > 1 && (
            <Choice
              label={words.upload.connection}
              value={connection || (connections[0]?.name ?? '')}
              options={connections.map(({ name }) => ({ value: name, label: name }))}
              choose={setConnection}
            />
          )}
          <Choice
            label={words.upload.notice}
            value={version}
            options={[
              { value: '', label: words.upload.newestNotice },
              ...(notices.data?.data ?? []).map((notice) => ({ value: String(notice.version), label: String(notice.version) })),
            ]}
            choose={setVersion}
          />
          {error instanceof ApiError && <AskedFields error={error} asked={asked} change={setAsked} />}
        </div>
        {isSending ? (
          <div className={styles.acts}>
            <Progress percent={Math.floor(sent * 100)} aria-label={words.upload.sendingLabel} />
            <span role="status">{sent < 1 ? words.upload.sending(Math.floor(sent * 100)) : words.upload.arrived}</span>
            <Button onClick={() => stop.current?.abort()}>{words.upload.stop}</Button>
          </div>
        ) : (
          <div className={styles.acts}>
            <Button type="primary" disabled={file === undefined || !isOnline} onClick={() => file && void submit(file)}>
              {words.upload.submit}
            </Button>
          </div>
        )}
      </Panel>
      <p className={styles.soft}>{words.upload.damage}</p>
    </Page>
  )
}

function SampleLink(): ReactNode {
  const { upload } = useWords(batchWords)
  const { language } = usePreferences()
  return (
    <a href={targetOf('sample', { lang: language }).target} download>
      {upload.sample}
    </a>
  )
}

function Choice({
  label,
  value,
  options,
  choose,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly choose: (value: string) => void
}): ReactNode {
  const id = useId()
  return (
    <div className={form.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => choose(target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
