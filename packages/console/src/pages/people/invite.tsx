import type { Grant } from '@card-member/desk/contract'
import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useMay } from '../../shell/use-may.ts'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { GrantsEditor } from './grants-editor.tsx'
import { InvitationLink } from './invitation-link.tsx'
import styles from './people.module.css'

/** Invites somebody new, with their roles. */
export function InvitePage(): ReactNode {
  const { invite: words, staff } = useWords(peopleWords)
  const may = useMay('administer', '*')
  return (
    <Page title={words.title} lead={words.lead} crumbs={[{ title: staff.title, to: '/staff' }]}>
      {may ? <InviteForm /> : <NoPermission permission="administer" />}
    </Page>
  )
}

interface Invited {
  readonly name: string
  readonly full_name?: string
  readonly sign_in_name?: string
}

function InviteForm(): ReactNode {
  const { invite: words } = useWords(peopleWords)
  const [grants, setGrants] = useState<readonly Grant[]>([])
  const invite = useAct('inviteStaff', { second_factor: true, refresh: ['listInvitations', 'listChanges'] })
  const again = () => {
    invite.reset()
    setGrants([])
  }
  if (invite.data !== undefined) return <InvitationLink invitation={invite.data} again={again} />
  const submit = ({ name, full_name = '', sign_in_name = '' }: Invited) =>
    invite.mutate({
      name,
      ...(full_name.trim() === '' ? {} : { full_name: full_name.trim() }),
      ...(sign_in_name.trim() === '' ? {} : { sign_in_name: sign_in_name.trim() }),
      grants: [...grants],
    })
  return (
    <Panel>
      <Form<Invited> layout="vertical" className={styles.form ?? ''} requiredMark={false} onFinish={submit}>
        <Form.Item name="name" label={words.name} extra={words.nameHelp} rules={[{ required: true, message: words.needName }]}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="full_name" label={words.fullName} extra={words.fullNameHelp}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="sign_in_name" label={words.signInName}>
          <Input autoComplete="off" maxLength={254} />
        </Form.Item>
        <h3>{words.roles}</h3>
        <GrantsEditor grants={grants} change={setGrants} />
        {invite.error !== null && <ErrorPanel error={invite.error} />}
        <div className={styles.acts}>
          <Button type="primary" htmlType="submit" loading={invite.isPending}>
            {words.submit}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
