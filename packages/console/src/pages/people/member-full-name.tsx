import { Alert, Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import type { StaffMember } from './administrators.ts'
import styles from './people.module.css'

/** Sets what people call somebody, at once. */
export function MemberFullName({ member: { staff_id, full_name = '' } }: { readonly member: StaffMember }): ReactNode {
  const { member: words } = useWords(peopleWords)
  const set = useAct('setFullName', { second_factor: true, refresh: ['listStaff', 'listStaffNames'] })
  return (
    <Form<{ full_name: string }>
      layout="vertical"
      className={styles.form ?? ''}
      requiredMark={false}
      initialValues={{ full_name }}
      onFinish={(value) => set.mutate({ staff_id, full_name: value.full_name.trim() })}
    >
      <Form.Item
        name="full_name"
        label={words.fullName}
        extra={words.fullNameText}
        rules={[{ required: true, message: words.needFullName }]}
      >
        <Input autoComplete="off" maxLength={64} />
      </Form.Item>
      {set.error !== null && <ErrorPanel error={set.error} />}
      {set.data !== undefined && <Alert role="status" type="success" showIcon title={words.savedFullName} />}
      <Button htmlType="submit" loading={set.isPending}>
        {words.saveFullName}
      </Button>
    </Form>
  )
}
