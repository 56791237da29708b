import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { targetOf } from '../../api/target.ts'
import { GuideLink } from '../../parts/guide-link.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './audit.module.css'
import { EventFilters } from './event-filters.tsx'
import { EventTable } from './event-table.tsx'
import { LogState } from './log-state.tsx'
import { Verification } from './verification.tsx'

/** What was done at the desk, by whom, and whether the log of it is whole. */
export function AuditPage(): ReactNode {
  const words = useWords(auditWords)
  const { brand_id: chosen } = useBrand()
  const search = useSearch({ from: '/shell/audit' })
  const navigate = useNavigate()
  const mayDesk = useMay('audit', '*')
  const mayBrand = useMay('audit', chosen)
  const isDesk = mayDesk && (search.log === 'desk' || chosen === '')
  const brand_id = isDesk ? '-' : chosen
  if (!isDesk && !mayBrand) return <NoPermission permission="audit" title={words.title} />
  const set = (change: Readonly<Partial<typeof search>>) =>
    void navigate({ to: '/audit', search: { ...search, cursor: undefined, ...change } })
  const clear = () => void navigate({ to: '/audit', search: search.log === undefined ? {} : { log: search.log } })
  return (
    <Page
      title={words.title}
      lead={words.lead}
      act={
        <Button href={targetOf('auditJsonl', { brand_id }).target} download>
          {words.exportLog}
        </Button>
      }
    >
      <div className={styles.panels}>
        <LogState brand_id={brand_id} />
        <div className={styles.stack}>
          <Verification brand_id={brand_id} />
          <Panel title={words.strangers.title}>
            <p>{words.strangers.text}</p>
            <p>
              <GuideLink section="strangers" />
            </p>
          </Panel>
        </div>
      </div>
      {mayDesk && mayBrand && chosen !== '' && (
        <p className={styles.log}>
          <Segmented
            aria-label={words.log}
            value={isDesk ? 'desk' : 'brand'}
            options={[
              { value: 'brand', label: words.brandLog(chosen) },
              { value: 'desk', label: words.deskLog },
            ]}
            onChange={(value) => set({ log: value === 'desk' ? 'desk' : undefined, card: undefined, hash: undefined, batch: undefined })}
          />
        </p>
      )}
      <EventFilters brand_id={brand_id} search={search} set={set} clear={clear} />
      <EventTable brand_id={brand_id} search={search} set={set} clear={clear} />
    </Page>
  )
}
