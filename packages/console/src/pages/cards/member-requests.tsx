import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ApiError } from '../../api/api-error.ts'
import { errorOf, send } from '../../api/call.ts'
import { targetOf } from '../../api/target.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import { download } from './download.ts'
import type { CardView } from './use-card.ts'

type Member = Pick<CardView, 'brand_id' | 'card_ref'>

async function fetchPage(member: Member): Promise<string> {
  const { target, body } = targetOf('memberHtml', { ...member })
  const answer = await send(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  if (!answer.ok) throw await errorOf(answer)
  return answer.text()
}

/** Answers a member's request to see or have what the desk keeps of them. */
export function MemberRequests({ card: { brand_id, card_ref } }: { readonly card: CardView }): ReactNode {
  const { member: words } = useWords(cardWords).card
  const online = useOnline()
  const asJson = useAct('exportMember', {
    onDone: (data) => download(`${JSON.stringify(data, undefined, 2)}\n`, 'member.json', 'application/json'),
  })
  const asPage = useMutation<string, ApiError, Member>({
    mutationFn: fetchPage,
    onSuccess: (html) => download(html, 'member.html', 'text/html'),
  })
  if (!useMay('export', brand_id)) return null
  const error = asPage.error ?? asJson.error
  return (
    <Panel title={words.title}>
      {error !== null && <ErrorPanel error={error} />}
      <p className={styles.none}>{words.text}</p>
      <div className={`${styles.buttons} ${styles.reveal}`}>
        <Button loading={asPage.isPending} disabled={!online} onClick={() => asPage.mutate({ brand_id, card_ref })}>
          {words.exportHtml}
        </Button>
        <Button loading={asJson.isPending} disabled={!online} onClick={() => asJson.mutate({ brand_id, card_ref })}>
          {words.exportJson}
        </Button>
      </div>
    </Panel>
  )
}
