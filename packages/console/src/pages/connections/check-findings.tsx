import CheckCircleOutlined from '@ant-design/icons/CheckCircleOutlined'
import CloseCircleOutlined from '@ant-design/icons/CloseCircleOutlined'
import ExclamationCircleOutlined from '@ant-design/icons/ExclamationCircleOutlined'
import QuestionCircleOutlined from '@ant-design/icons/QuestionCircleOutlined'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { Time } from '../../parts/time.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './connections.module.css'

type Report = ReplyOf<'checkConnection'>
type Finding = Report['findings'][number]

const icons = {
  failure: CloseCircleOutlined,
  unchecked: QuestionCircleOutlined,
  warning: ExclamationCircleOutlined,
  ok: CheckCircleOutlined,
} as const

/** What a check found: what is to be corrected first, what is in order folded away. */
export function CheckFindings({ report }: { readonly report: Report }): ReactNode {
  const { check: words } = useWords(connectionWords)
  const of = (level: Finding['level']) => report.findings.filter((finding) => finding.level === level)
  const [failures, open, warnings, fine] = [of('failure'), of('unchecked'), of('warning'), of('ok')]
  const summary = [
    ...(failures.length > 0 ? [words.wrong(failures.length)] : []),
    ...(open.length > 0 ? [words.open(open.length)] : []),
    ...(report.ok ? [words.good] : []),
  ]
  return (
    <div className={styles.report}>
      <h3>{words.title}</h3>
      <p role="status" className={styles.summary}>
        <strong>{summary.join(' · ')}</strong>
        <span>
          {words.at} <Time value={report.check_time} />
        </span>
        {report.brand_id !== undefined && <span>{words.forBrand(report.brand_id)}</span>}
      </p>
      <Findings findings={[...failures, ...open, ...warnings]} />
      {fine.length > 0 && (
        <details open={report.ok}>
          <summary>{words.fine(fine.length)}</summary>
          <Findings findings={fine} />
        </details>
      )}
    </div>
  )
}

function Findings({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const { check: words } = useWords(connectionWords)
  const { language } = usePreferences()
  if (findings.length === 0) return null
  const names: Readonly<Record<string, string>> = words.checks
  return (
    <ul className={styles.findings}>
      {findings.map((finding) => {
        const { check, level, code, page } = finding
        const Icon = icons[level]
        return (
          <li key={`${check} ${code}`} className={styles[level]}>
            <Icon aria-hidden />
            <div>
              <p>
                <strong>{names[check] ?? check}</strong>
                {level !== 'ok' && (
                  <>
                    <span className={styles.level}>{words.levels[level]}</span>
                    <code>{code}</code>
                  </>
                )}
              </p>
              <p>{finding.words[language]}</p>
              {page !== undefined && (
                <a href={page} target="_blank" rel="noreferrer">
                  {words.official}
                </a>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
