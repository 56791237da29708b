import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { timeText } from '../../parts/time.tsx'
import { useNow } from '../../parts/use-now.ts'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './rehearsal.module.css'

// Further away, a platform rejects requests for their timestamp.
const tolerance = 300

/** The clock of a sandbox. @param read_at when it was read, in milliseconds of this browser */
export function RehearsalClock({
  name,
  clock,
  read_at,
}: {
  readonly name: string
  readonly clock: ReplyOf<'getRehearsal'>['clock']
  readonly read_at: number
}): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { clock: words } = rehearsal
  const now = useNow()
  const set = useAct('setRehearsalClock', { refresh: ['getRehearsal', 'listRehearsalNotifications'] })
  const turn = (change: { mode?: 'real' | 'frozen'; advance_seconds?: number }) => set.mutate({ name, ...change })
  const isFrozen = clock.mode === 'frozen'
  const shown = new Date(Date.parse(clock.now) + (isFrozen ? 0 : Math.max(0, now - read_at))).toISOString()
  const away = Math.abs(clock.ahead_seconds) > tolerance
  return (
    <Panel title={words.title}>
      <p className={styles.clock}>
        <span className={styles.time}>{timeText(shown)}</span>
        <span>{isFrozen ? words.frozen : words.real}</span>
        <span>
          <Distance seconds={clock.ahead_seconds} />
        </span>
      </p>
      {away && <p className={styles.doubt}>{words.warning}</p>}
      <div className={styles.buttons}>
        <Button disabled={set.isPending} onClick={() => turn({ advance_seconds: 3600 })}>
          {words.hour}
        </Button>
        <Button disabled={set.isPending} onClick={() => turn({ advance_seconds: 86_400 })}>
          {words.day}
        </Button>
        <Button disabled={set.isPending} onClick={() => turn({ advance_seconds: 30 * 86_400 })}>
          {words.month}
        </Button>
        <Button disabled={set.isPending || isFrozen} onClick={() => turn({ mode: 'frozen' })}>
          {words.freeze}
        </Button>
        <Button disabled={set.isPending} onClick={() => turn({ mode: 'real' })}>
          {words.reset}
        </Button>
      </div>
      {set.error !== null && <ErrorPanel error={set.error} />}
    </Panel>
  )
}

function Distance({ seconds }: { readonly seconds: number }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { clock: words } = rehearsal
  const size = Math.abs(seconds)
  if (size < 5) return words.same
  const [unit, word] = steps(words).find(([length]) => size >= length) ?? [1, words.seconds]
  const text = word(Math.round(size / unit))
  return seconds > 0 ? words.ahead(text) : words.behind(text)
}

type ClockWords = (typeof connectionWords)['en']['rehearsal']['clock']

function steps({ days, hours, minutes }: ClockWords) {
  return [
    [86_400, days],
    [3600, hours],
    [60, minutes],
  ] as const
}
