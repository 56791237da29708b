import { lazy, type ReactNode, Suspense } from 'react'
import { Code } from '../../parts/code.tsx'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './member-code.module.css'
import type { Template } from './templates.tsx'

const BarCode = lazy(async () => ({ default: (await import('../../parts/bar-code.tsx')).BarCode }))
const QrCode = lazy(async () => ({ default: (await import('../../parts/qr-code.tsx')).QrCode }))

/** The side of the QR code, in pixels. */
const side = 132

interface MemberCodeProps {
  readonly type: Template['code_type']
  readonly code: string
  /** Whether the code is made up, to show how a template looks. */
  readonly sample?: boolean
}

/** What the member shows at the till: the code of the card below its face, drawn as its template says. */
export function MemberCode({ type, code, sample = false }: MemberCodeProps): ReactNode {
  const { memberCode: words } = useWords(cardWords)
  const bar = type === 'BAR_CODE' || type === 'BAR_CODE_AND_QR_CODE'
  const qr = type === 'QR_CODE' || type === 'BAR_CODE_AND_QR_CODE'
  const scanned = sample ? words.sample : words.seen
  const unseen = type === 'NONE_CODE' ? words.none : words.jump
  return (
    <figure className={styles.code}>
      {(bar || qr) && (
        <div className={styles.paper}>
          {bar && (
            <div className={styles.bar}>
              <Suspense fallback={<span aria-busy="true" />}>
                <BarCode value={code} label={words.bar} />
              </Suspense>
            </div>
          )}
          {qr && (
            <div className={styles.qr}>
              <Suspense fallback={<span aria-busy="true" />}>
                <QrCode value={code} label={words.qr} size={side} />
              </Suspense>
            </div>
          )}
          <Code value={code} />
        </div>
      )}
      <figcaption>{bar || qr ? scanned : unseen}</figcaption>
    </figure>
  )
}
