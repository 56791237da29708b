import { Button } from 'antd'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { Message } from './message.tsx'

/** In place of a page that threw: the frame around it stays. */
export function PageCrash(): ReactNode {
  const { crash } = useWords(shellWords)
  return (
    <Message
      title={crash.title}
      text={crash.text}
      act={
        <Button type="primary" onClick={() => location.reload()}>
          {crash.again}
        </Button>
      }
    />
  )
}
