import { useParams } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { MemberCard } from '../../parts/member-card.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import { MemberCode } from './member-code.tsx'
import { type Template, TemplateState } from './templates.tsx'
import { useUsualConnection } from './use-usual-connection.ts'
import { validityText } from './validity.ts'

/** As long as the codes that WeChat Pay assigns. */
const sampleCode = '000000000000000000000000'

/** One card template. */
export function TemplatePage(): ReactNode {
  const { id: card_id } = useParams({ from: '/shell/templates/$id' })
  const { templates: words } = useWords(cardWords)
  const { brand_id } = useBrand()
  const may = useMay('look_up', brand_id)
  const connection = useUsualConnection()
  const template = useRead('getCard', { brand_id, card_id, ...connection }, { when: brand_id !== '' && may })
  const crumbs = [{ title: words.title, to: '/templates' }]
  if (!may) return <NoPermission permission="look_up" title={words.facts} />
  return (
    <Page
      title={template.data?.card_title ?? words.facts}
      crumbs={crumbs}
      tag={template.data && <TemplateState state={template.data.state} />}
    >
      {template.error !== null && <ErrorPanel error={template.error} retry={template.refetch} />}
      {template.data === undefined && template.error === null && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      )}
      {template.data !== undefined && <SeenTemplate template={template.data} />}
    </Page>
  )
}

function SeenTemplate({ template }: { readonly template: Template }): ReactNode {
  const { templates: words, card } = useWords(cardWords)
  return (
    <div className={styles.columns}>
      <div className={styles.face}>
        <MemberCard
          color={template.card_color}
          picture_url={template.card_picture_url}
          title={template.card_title}
          level={template.init_level}
          ended={template.state === 'CARD_INVALID'}
        />
        <MemberCode type={template.code_type} code={sampleCode} sample />
      </div>
      <Panel title={words.facts}>
        <Facts
          facts={[
            { name: words.id, value: <CopyText label={words.id} text={template.card_id} /> },
            { name: words.type, value: words.types[template.card_type] },
            { name: words.codeType, value: words.codeTypes[template.code_type] },
            { name: words.codeMode, value: words.codeModes[template.code_mode] },
            { name: words.validity, value: validityText(card, template.valid_date_information) },
            { name: words.benefits, value: template.benefits },
            { name: words.servicePhone, value: template.service_phone },
            { name: words.appid, value: template.appid },
            { name: words.notifyUrl, value: template.notify_url },
            { name: words.created, value: <Time value={template.create_time} /> },
            { name: words.modified, value: <Time value={template.modify_time} /> },
            { name: words.agreement, value: template.legal_agreement },
          ]}
        />
      </Panel>
    </div>
  )
}
