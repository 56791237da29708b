import { type ReactNode, useState } from 'react'
import { Code } from './code.tsx'
import styles from './member-card.module.css'

/** What a member's card looks like. */
interface MemberCardProps {
  /** Of the template, such as `#2E7D5B`. */
  readonly color?: string | undefined
  /** Of the template; the colour alone is shown when it does not load. */
  readonly picture_url?: string | undefined
  readonly title: string
  readonly level?: string | undefined
  /** Masked or whole; left out where it must not be seen. */
  readonly code?: string | undefined
  /** A card that has ended is grey. */
  readonly ended?: boolean
}

/**
 * A member's card as WeChat draws it, 716 to 320.
 *
 * @example
 * <MemberCard color={card_color} picture_url={card_picture_url} title={card_title} level={level} code={user_card_code} />
 */
export function MemberCard({ color, picture_url, title, level, code, ended = false }: MemberCardProps): ReactNode {
  const [broken, setBroken] = useState(false)
  const ground = color !== undefined && /^#[0-9a-f]{6}$/i.test(color) ? color : '#4c5451'
  return (
    <div className={ended ? `${styles.card} ${styles.ended}` : styles.card} style={{ backgroundColor: ground }}>
      {picture_url !== undefined && !broken && (
        <img src={picture_url} alt="" referrerPolicy="no-referrer" onError={() => setBroken(true)} />
      )}
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {level !== undefined && <div className={styles.level}>{level}</div>}
        {code !== undefined && (
          <div className={styles.code}>
            <Code value={code} />
          </div>
        )}
      </div>
    </div>
  )
}
