import { Button } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { bytesText } from './bytes-text.ts'
import styles from './new-batch.module.css'

/** A place to drop a file on, and a button that chooses one. */
export function FileChoice({
  file,
  disabled,
  choose,
}: {
  readonly file: File | undefined
  readonly disabled: boolean
  readonly choose: (file: File) => void
}): ReactNode {
  const { upload: words } = useWords(batchWords)
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const [first] = files ?? []
    if (first !== undefined && !disabled) choose(first)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same by keyboard
    <div
      className={isOver ? `${styles.drop} ${styles.over}` : styles.drop}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <span className={file === undefined ? undefined : styles.chosen}>
        {file === undefined ? words.drop : words.chosen(file.name, bytesText(file.size))}
      </span>
      <Button disabled={disabled} onClick={() => input.current?.click()}>
        {file === undefined ? words.choose : words.another}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.txt,.xlsx"
        onChange={({ target }) => {
          take(target.files)
          // The same file may be chosen again after it was mended.
          target.value = ''
        }}
      />
      <p>{words.kinds}</p>
    </div>
  )
}
