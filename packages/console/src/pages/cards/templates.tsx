import { Link } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { MemberCard } from '../../parts/member-card.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './find.module.css'
import { useUsualConnection } from './use-usual-connection.ts'

/** A card template. */
export type Template = ReplyOf<'getCard'>

/** The state of a template. */
export function TemplateState({ state }: Pick<Template, 'state'>): ReactNode {
  const { templates } = useWords(cardWords)
  return <StateTag kind={state === 'CARD_EFFECTIVE' ? 'good' : 'over'}>{templates.states[state]}</StateTag>
}

/** The templates of a brand, as the platform has them. */
export function TemplatesPage(): ReactNode {
  const { templates: words } = useWords(cardWords)
  const { brand_id } = useBrand()
  const may = useMay('look_up', brand_id)
  const mayAdminister = useMay('administer', '*')
  const connection = useUsualConnection()
  const templates = useRead('listCards', { brand_id, ...connection }, { when: brand_id !== '' && may })
  if (!may) return <NoPermission permission="look_up" title={words.title} />
  return (
    <Page title={words.title} lead={words.lead}>
      {templates.error !== null && <ErrorPanel error={templates.error} retry={templates.refetch} />}
      {templates.data === undefined && templates.error === null && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 6 }} />
        </div>
      )}
      {templates.data?.data.length === 0 && (
        <Empty text={words.none} act={mayAdminister && <Link to="/connections">{words.connections}</Link>} guide="templates" />
      )}
      <ul className={styles.cards}>
        {templates.data?.data.map((template) => (
          <li key={template.card_id}>
            <Link to="/templates/$id" params={{ id: template.card_id }}>
              <MemberCard
                color={template.card_color}
                picture_url={template.card_picture_url}
                title={template.card_title}
                level={template.init_level}
                ended={template.state === 'CARD_INVALID'}
              />
              <span className={styles.foot}>
                <TemplateState state={template.state} />
                {words.types[template.card_type]}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}
