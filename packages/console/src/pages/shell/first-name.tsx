import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'

/** The first administrator chooses a name. */
export function FirstName({ error, choose }: { readonly error: Error | null; readonly choose: (name: string) => void }): ReactNode {
  const { join } = useWords(accountWords)
  const { signIn } = useWords(shellWords)
  return (
    <Form<{ readonly name: string }> layout="vertical" requiredMark={false} onFinish={({ name }) => choose(name)}>
      {error !== null && <ErrorPanel error={error} />}
      <Form.Item name="name" label={join.name} extra={join.nameHelp} rules={[{ required: true, message: signIn.required }]}>
        <Input autoComplete="username" autoFocus maxLength={64} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block>
        {join.next}
      </Button>
    </Form>
  )
}
