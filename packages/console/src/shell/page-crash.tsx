import { Button, Result } from 'antd'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'

/** In place of a page that threw: the frame around it stays. */
export function PageCrash(): ReactNode {
  const { crash } = useWords(shellWords)
  return (
    <Result
      status="warning"
      title={<h1>{crash.title}</h1>}
      subTitle={crash.text}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {crash.again}
        </Button>
      }
    />
  )
}
