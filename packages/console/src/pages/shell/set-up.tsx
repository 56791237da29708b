import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import { OpenPage } from './open-page.tsx'

/** Where the first administrator finds the link by which they join. */
export function SetUpPage(): ReactNode {
  const { setUp } = useWords(accountWords)
  const { signIn } = useWords(shellWords)
  const welcome = useRead('getWelcome', {})
  const navigate = useNavigate()
  if (welcome.data?.set_up_open === false)
    return (
      <OpenPage title={setUp.title}>
        <p>{setUp.done}</p>
        <p>
          <Link to="/sign-in">{signIn.title}</Link>
        </p>
      </OpenPage>
    )
  return (
    <OpenPage title={setUp.title}>
      <p>{setUp.lead}</p>
      <Form<{ readonly link: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ link }) => void navigate({ to: '/join', hash: tokenOf(link) })}
      >
        <Form.Item
          name="link"
          label={setUp.link}
          extra={setUp.where}
          rules={[{ validator: async (_rule, link: unknown) => demandToken(link, setUp.wrong) }]}
        >
          <Input autoComplete="off" autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit" block>
          {setUp.open}
        </Button>
      </Form>
    </OpenPage>
  )
}

function tokenOf(link: string): string {
  return /#([\w-]+)\s*$/.exec(link)?.[1] ?? ''
}

function demandToken(link: unknown, message: string): void {
  if (typeof link !== 'string' || tokenOf(link) === '') throw new Error(message)
}
