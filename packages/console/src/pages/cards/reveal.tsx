import { Alert, Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import type { CardView } from './use-card.ts'

interface RevealProps {
  readonly card: CardView
  readonly shown: boolean
  readonly show: (card: CardView | undefined) => void
}

/** Shows what is masked of a card, after a reason that goes into the audit log. */
export function Reveal({ card: { brand_id, card_ref }, shown, show }: RevealProps): ReactNode {
  const { reveal: words } = useWords(cardWords).card
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const online = useOnline()
  const reveal = useAct('revealUserCard', {
    onDone: (card) => {
      show(card)
      setOpen(false)
      setReason('')
    },
  })
  if (!useMay('reveal', brand_id)) return null
  if (shown)
    return (
      <div className={styles.reveal}>
        <Alert type="info" title={words.shown} />
        <div>
          <Button onClick={() => show(undefined)}>{words.hide}</Button>
        </div>
      </div>
    )
  if (!open)
    return (
      <div className={styles.reveal}>
        <div>
          <Button onClick={() => setOpen(true)}>{words.act}</Button>
        </div>
      </div>
    )
  return (
    <form
      className={styles.reveal}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') reveal.mutate({ brand_id, card_ref, reason })
      }}
    >
      {reveal.error !== null && <ErrorPanel error={reveal.error} />}
      <label htmlFor="reveal-reason">{words.reason}</label>
      <Input
        id="reveal-reason"
        autoFocus
        maxLength={200}
        placeholder={words.example}
        aria-describedby="reveal-text"
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <p id="reveal-text">{words.text}</p>
      <div>
        <Button htmlType="submit" loading={reveal.isPending} disabled={reason.trim() === '' || !online}>
          {words.submit}
        </Button>
      </div>
    </form>
  )
}
