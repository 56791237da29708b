import { Link } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './notices.module.css'

type Notice = ReplyOf<'addNotice'>

/** The texts that members are shown before they agree, the newest version first. */
export function NoticesPage(): ReactNode {
  const { notices: words } = useWords(consentWords)
  const { brand_id } = useBrand()
  const mayAdd = useMay('administer', brand_id)
  const notices = useRead('listNotices', { brand_id }, { when: brand_id !== '' })
  return (
    <Page
      title={words.title}
      lead={words.lead}
      act={
        mayAdd && (
          <Link to="/notices/new">
            <Button type="primary" tabIndex={-1}>
              {words.add}
            </Button>
          </Link>
        )
      }
    >
      {notices.error !== null && <ErrorPanel error={notices.error} retry={notices.refetch} />}
      {notices.data === undefined && notices.error === null && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 6 }} />
        </div>
      )}
      {notices.data?.data.map((notice, index) => (
        <NoticePanel key={notice.version} notice={notice} current={index === 0} />
      ))}
    </Page>
  )
}

function NoticePanel({ notice, current }: { readonly notice: Notice; readonly current: boolean }): ReactNode {
  const { notices: words } = useWords(consentWords)
  const both = (zh: string | undefined, en: string | undefined) =>
    zh === undefined && en === undefined ? null : (
      <>
        <div lang="zh-CN">{zh}</div>
        <div lang="en" className={styles.soft}>
          {en}
        </div>
      </>
    )
  const pair = (one: string | undefined, other: string | undefined) =>
    one === undefined && other === undefined ? null : [one, other].filter((text) => text !== undefined).join(' · ')
  const builtIn = notice.create_time === undefined ? words.builtIn : undefined
  return (
    <Panel title={words.version(notice.version)} act={current ? <StateTag kind="good">{words.current}</StateTag> : builtIn}>
      <div className={styles.texts}>
        <div lang="zh-CN">{notice.text_zh}</div>
        <div lang="en">{notice.text_en}</div>
      </div>
      <Facts
        facts={[
          { name: words.brand, value: pair(notice.brand_name, notice.brand_contact) },
          { name: words.provider, value: pair(notice.provider_name, notice.provider_contact) },
          { name: words.purpose, value: both(notice.purpose_zh, notice.purpose_en) },
          { name: words.loss, value: both(notice.loss_zh, notice.loss_en) },
          { name: words.withdrawal, value: both(notice.withdrawal_zh, notice.withdrawal_en) },
          { name: words.created, value: notice.create_time === undefined ? null : <Time value={notice.create_time} /> },
          { name: `${words.sha} ${words.zh}`, value: <CopyText label={`${words.sha} ${words.zh}`} text={notice.text_sha256_zh} /> },
          { name: `${words.sha} ${words.en}`, value: <CopyText label={`${words.sha} ${words.en}`} text={notice.text_sha256_en} /> },
        ]}
      />
    </Panel>
  )
}
