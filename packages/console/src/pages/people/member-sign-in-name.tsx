import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import type { StaffMember } from './administrators.ts'
import { ChangeNotice } from './change-notice.tsx'
import styles from './people.module.css'

/** Sets what the identity provider calls somebody, as a change that waits. */
export function MemberSignInName({ member: { staff_id, sign_in_name } }: { readonly member: StaffMember }): ReactNode {
  const { member: words } = useWords(peopleWords)
  const set = useAct('setSignInName', { second_factor: true, refresh: ['listStaff', 'listChanges'] })
  return (
    <Form<{ sign_in_name: string }>
      layout="vertical"
      className={styles.form ?? ''}
      requiredMark={false}
      initialValues={{ sign_in_name }}
      onFinish={(value) => set.mutate({ staff_id, ...value })}
    >
      <Form.Item name="sign_in_name" label={words.saveSignInName} extra={words.signInNameText}>
        <Input autoComplete="off" maxLength={254} />
      </Form.Item>
      {set.error !== null && <ErrorPanel error={set.error} />}
      {set.data !== undefined && <ChangeNotice pending={set.data.pending} />}
      <Button htmlType="submit" loading={set.isPending}>
        {words.saveSignInName}
      </Button>
    </Form>
  )
}
