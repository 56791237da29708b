import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import { usePreferences } from '../../../shell/preferences.tsx'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import { Field } from '../field.tsx'
import styles from './steps.module.css'

/** The most characters of a reason, as the platform counts them. */
const most = 32

/** How many characters a reason has. */
export function lengthOf(reason: string): number {
  return Array.from(reason).length
}

/** Whether a reason may be sent, as far as its length tells. */
export function isReason(reason: string): boolean {
  return reason.trim() !== '' && lengthOf(reason) <= most
}

interface ReasonFieldProps {
  readonly reason: string
  readonly change: (reason: string) => void
}

/** Why the card ends, with a counter; usual reasons are one press away. */
export function ReasonField({ reason, change }: ReasonFieldProps): ReactNode {
  const { reason: words } = useWords(invalidateWords)
  const { language } = usePreferences()
  const length = lengthOf(reason)
  return (
    <div className={styles.stack}>
      <Field
        label={words.label}
        help={
          <>
            <span className={styles.count}>{words.count(length, most)}</span>
            {words.help}
          </>
        }
        fault={length > most ? words.long(length - most) : undefined}
      >
        {(control) => <input {...control} value={reason} autoComplete="off" onChange={({ target }) => change(target.value)} />}
      </Field>
      <Chips label={words.usualLabel} reasons={words.usual} reason={reason} change={change} />
      {language !== 'zh-CN' && (
        <Chips label={words.chineseLabel} reasons={invalidateWords['zh-CN'].reason.usual} lang="zh-CN" reason={reason} change={change} />
      )}
    </div>
  )
}

interface ChipsProps extends ReasonFieldProps {
  readonly label: string
  readonly reasons: Readonly<Record<string, string>>
  /** Of the reasons, where it is another than that of the page. */
  readonly lang?: string
}

function Chips({ label, reasons, lang, reason, change }: ChipsProps): ReactNode {
  const id = useId()
  return (
    <fieldset className={styles.usual} aria-labelledby={id}>
      <span id={id} className={styles.soft}>
        {label}
      </span>
      <div className={styles.chips} lang={lang}>
        {Object.values(reasons).map((usual) => (
          <Button key={usual} size="small" aria-pressed={usual === reason} onClick={() => change(usual)}>
            {usual}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}
