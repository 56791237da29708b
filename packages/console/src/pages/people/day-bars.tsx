import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { Panel } from '../../parts/panel.tsx'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './today.module.css'

/** Of the drawing, which is stretched to the panel. */
const height = 100
const step = 10
const width = 8
/** Of the line on which a day without cards is seen. */
const ground = 2

/** How many cards ended on each of the last days, as bars; screen readers get a table. */
export function DayBars({ days }: { readonly days: NonNullable<ReplyOf<'getToday'>['days']> }): ReactNode {
  const words = useWords(todayWords).days
  const total = days.reduce((sum, { invalidations }) => sum + invalidations, 0)
  const most = Math.max(1, ...days.map(({ invalidations }) => invalidations))
  return (
    <Panel title={words.title} act={<span className={styles.soft}>{total === 0 ? words.none : words.total(total)}</span>}>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${days.length * step} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.summary(total, total === 0 ? 0 : most)}
      >
        {days.map(({ day, invalidations }, index) => {
          // A single card of a busy month is seen as well.
          const tall = invalidations === 0 ? 0 : Math.max(2, (invalidations / most) * height)
          return (
            <g key={day}>
              <title>{`${day}: ${invalidations}`}</title>
              <rect className={styles.ground} x={index * step + 1} y={height - ground} width={width} height={ground} />
              <rect x={index * step + 1} y={height - tall} width={width} height={tall} />
            </g>
          )
        })}
      </svg>
      <div className={styles.axis} aria-hidden>
        <span>{days[0]?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </div>
      {/* A table takes the height of its rows, whatever it is told, so that its frame is hidden. */}
      <div className="for-screen-readers">
        <table>
          <caption>{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.count}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, invalidations }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{invalidations}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
