import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import { nameCard } from './name-card.ts'
import styles from './rehearsal.module.css'
import { keepCard, useRehearsedCards } from './rehearsed-cards.ts'
import { RehearsedCards } from './rehearsed-cards-table.tsx'

/** Acts in the place of a member: gets a card, and does with it what members do. */
export function RehearsalMember({ name }: { readonly name: string }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { member: words } = rehearsal
  const { brand_id } = useBrand()
  const templates = useRead('listCards', { brand_id, connection: name }, { when: brand_id !== '' })
  const cards = useRehearsedCards(name)
  const [done, setDone] = useState('')
  return (
    <Panel title={words.title}>
      {templates.error !== null && <ErrorPanel error={templates.error} retry={templates.refetch} />}
      {templates.data?.data.length === 0 && <p className={styles.soft}>{words.noTemplate}</p>}
      {templates.data !== undefined && templates.data.data.length > 0 && (
        <NewCard name={name} brand_id={brand_id} templates={templates.data.data} told={setDone} />
      )}
      <p role="status" className={styles.done}>
        {done}
      </p>
      {cards.length === 0 ? <p className={styles.soft}>{words.none}</p> : <RehearsedCards cards={cards} told={setDone} />}
    </Panel>
  )
}

interface NewCardProps {
  readonly name: string
  readonly brand_id: string
  readonly templates: ReplyOf<'listCards'>['data']
  readonly told: (done: string) => void
}

function NewCard({ name, brand_id, templates, told }: NewCardProps): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { member: words } = rehearsal
  const [card_id, setCard] = useState(templates[0]?.card_id ?? '')
  const [openid, setOpenid] = useState(newOpenid)
  const refresh = ['listRehearsalNotifications', 'listRehearsalRequests'] as const
  const find = useAct('findUserCards', {
    refresh,
    onDone: ({ data }, { text }) => {
      for (const card of data) keepCard({ ...card, connection: name, brand_id, openid: text })
      told(data.length === 0 ? words.notFound : words.done.find)
    },
  })
  const join = useAct('rehearseJoin', {
    refresh,
    onDone: ({ user_card_code = '', user_card_state }) => {
      const card = { connection: name, brand_id, card_id, openid, user_card_code, user_card_state }
      keepCard(card)
      told(words.done.join)
      setOpenid(newOpenid())
      void nameCard(card)
    },
  })
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        join.mutate({ name, brand_id, card_id, openid })
      }}
    >
      <label className={styles.field}>
        {words.template}
        <select value={card_id} onChange={({ target }) => setCard(target.value)}>
          {templates.map((template) => (
            <option key={template.card_id} value={template.card_id}>
              {template.card_title}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        {words.openid}
        <input required maxLength={128} value={openid} onChange={({ target }) => setOpenid(target.value)} />
      </label>
      <Button htmlType="submit" type="primary" loading={join.isPending}>
        {words.join}
      </Button>
      <Button loading={find.isPending} onClick={() => find.mutate({ brand_id, text: openid, connection: name })}>
        {words.find}
      </Button>
      <p className={styles.soft}>{words.openidHelp}</p>
      {join.error !== null && <ErrorPanel error={join.error} />}
      {find.error !== null && <ErrorPanel error={find.error} />}
    </form>
  )
}

function newOpenid(): string {
  return `rehearsal-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? ''}`
}
