import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { Code } from '../../parts/code.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import { nameCard } from './name-card.ts'
import styles from './rehearsal.module.css'
import { keepCard, type RehearsedCard } from './rehearsed-cards.ts'

const kinds = { UNACTIVATED: 'waiting', EFFECTIVE: 'good', EXPIRED: 'over', INVALID: 'over' } as const

/** The cards of a rehearsal, each with what a member and a merchant can do with it. */
export function RehearsedCards({
  cards,
  told,
}: {
  readonly cards: readonly RehearsedCard[]
  readonly told: (done: string) => void
}): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { member: words } = rehearsal
  return (
    <ul className={styles.cards} aria-label={words.cards}>
      {cards.map((card) => (
        <CardLine key={`${card.card_id} ${card.openid}`} card={card} told={told} />
      ))}
    </ul>
  )
}

function CardLine({ card, told }: { readonly card: RehearsedCard; readonly told: (done: string) => void }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { member: words } = rehearsal
  const { user_card_code, user_card_state, openid, card_ref, brand_id } = card
  const state = isState(user_card_state) ? user_card_state : 'INVALID'
  return (
    <li>
      <div className={styles.cardHead}>
        {user_card_code === '' ? <span className={styles.soft}>{words.noCode}</span> : <Code value={user_card_code} />}
        <StateTag kind={kinds[state]}>{words.states[state]}</StateTag>
        <span className={styles.mono}>{openid}</span>
        {card_ref !== undefined && (
          <Link to={pageOf(card_ref)} search={(search) => ({ ...search, brand: brand_id })}>
            {words.view}
          </Link>
        )}
      </div>
      {state !== 'INVALID' && <Acts card={card} told={told} />}
    </li>
  )
}

function Acts({ card, told }: { readonly card: RehearsedCard; readonly told: (done: string) => void }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { member: words } = rehearsal
  const { connection: name, brand_id, card_id, openid, user_card_state } = card
  const [level, setLevel] = useState<string>()
  const refresh = ['listRehearsalNotifications', 'listRehearsalRequests'] as const
  // A merchant that assigns codes does so when it activates the card.
  const user_card_code = card.user_card_code === '' ? codeFor(openid) : card.user_card_code
  const named = { name, brand_id, card_id, openid, user_card_code }
  const follow = (done: string) => (reply: { user_card_state?: string }) => {
    const next = { ...card, user_card_code, user_card_state: reply.user_card_state ?? user_card_state }
    keepCard(next)
    told(done)
    if (card.card_ref === undefined) void nameCard(next)
  }
  const activate = useAct('rehearseActivate', { refresh, onDone: follow(words.done.activate) })
  const change = useAct('rehearseChange', { refresh, onDone: follow(words.done.change) })
  const open = useAct('rehearseOpen', { refresh, onDone: () => told(words.done.open) })
  const exchange = useAct('rehearseExchange', { refresh, onDone: () => told(words.done.exchange) })
  const remove = useAct('rehearseDelete', { refresh, onDone: follow(words.done.delete) })
  const isActive = user_card_state !== 'UNACTIVATED'
  const acts = [activate, change, open, exchange, remove]
  const [failed] = acts.flatMap(({ error }) => (error === null ? [] : [error]))
  const isBusy = acts.some(({ isPending }) => isPending)
  if (level !== undefined)
    return (
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ ...named, level })
          setLevel(undefined)
        }}
      >
        <label className={styles.field}>
          {words.level}
          <input required maxLength={10} value={level} onChange={({ target }) => setLevel(target.value)} />
        </label>
        <Button htmlType="submit">{words.changeDone}</Button>
      </form>
    )
  return (
    <div className={styles.buttons}>
      {!isActive && (
        <Button size="small" disabled={isBusy} onClick={() => activate.mutate(named)}>
          {words.activate}
        </Button>
      )}
      {isActive && (
        <>
          <Button size="small" disabled={isBusy} onClick={() => open.mutate(named)}>
            {words.open}
          </Button>
          <Button size="small" disabled={isBusy} onClick={() => setLevel('')}>
            {words.change}
          </Button>
          <Button size="small" disabled={isBusy} onClick={() => exchange.mutate({ ...named, deduct_points: 10 })}>
            {words.exchange}
          </Button>
        </>
      )}
      <Button size="small" disabled={isBusy || card.user_card_code === ''} onClick={() => remove.mutate(named)}>
        {words.delete}
      </Button>
      {failed !== undefined && <ErrorPanel error={failed} />}
    </div>
  )
}

function pageOf(card_ref: string): string {
  return `/cards/${encodeURIComponent(card_ref)}`
}

function isState(state: string): state is keyof typeof kinds {
  return state in kinds
}

// Twelve digits that differ from card to card, and stay the same when an activation is tried again.
function codeFor(openid: string): string {
  const number = [...openid].reduce((sum, letter) => (sum * 131 + (letter.codePointAt(0) ?? 0)) % 99_999_989, 7)
  return `9900${String(number).padStart(8, '0')}`
}
