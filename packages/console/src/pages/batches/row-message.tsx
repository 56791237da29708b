import { type ReactNode, useId, useState } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import styles from './row-message.module.css'

type Row = Pick<ReplyOf<'listBatchRows'>['data'][number], 'message' | 'faults' | 'code'>

/** What became of a row, on one line: a click, a tap or the Enter key shows all of it. */
export function RowMessage({
  row: { message, faults = [], code },
  language,
}: {
  readonly row: Row
  readonly language: 'zh-CN' | 'en'
}): ReactNode {
  const id = useId()
  const [open, setOpen] = useState(false)
  const text = message?.[language] ?? faults.map((fault) => fault.message[language]).join(' ')
  if (text === '' && code === undefined) return ''
  const whole = code === undefined ? text : `${text} (${code})`
  return (
    <>
      <button type="button" className={styles.line} popoverTarget={id} title={whole}>
        {whole}
      </button>
      <div id={id} popover="auto" className={styles.whole} onBeforeToggle={({ newState }) => setOpen(newState === 'open')}>
        {open && whole}
      </div>
    </>
  )
}
