import CheckOutlined from '@ant-design/icons/CheckOutlined'
import CopyOutlined from '@ant-design/icons/CopyOutlined'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './copy-text.module.css'

/**
 * A text that people carry elsewhere, with a button that copies it.
 *
 * @param label what the text is, for the name of the button
 * @param children how it is shown, when that is not the text itself
 * @example
 * <CopyText label={words.link} text={link} />
 */
export function CopyText({
  label,
  text,
  children,
}: {
  readonly label: string
  readonly text: string
  readonly children?: ReactNode
}): ReactNode {
  const { copy } = useWords(shellWords)
  const [copied, setCopied] = useState(false)
  const write = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <span className={styles.copy}>
      <span className={styles.text}>{children ?? text}</span>
      <Button
        type="text"
        size="small"
        aria-label={copy.of(label)}
        icon={copied ? <CheckOutlined /> : <CopyOutlined />}
        onClick={() => void write()}
        onBlur={() => setCopied(false)}
      />
      <span role="status" className="for-screen-readers">
        {copied ? copy.copied : ''}
      </span>
    </span>
  )
}
