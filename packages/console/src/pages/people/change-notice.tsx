import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'

/** What came of an act: it is done, or it waits for another administrator. */
export function ChangeNotice({ pending, done }: { readonly pending: ReplyOf<'setGrants'>['pending']; readonly done?: string }): ReactNode {
  const { member, invite } = useWords(peopleWords)
  const path: string = '/changes'
  if (pending === undefined) return done === undefined ? null : <Alert role="status" type="success" showIcon title={done} />
  return <Alert role="status" type="info" showIcon title={member.pending} description={<Link to={path}>{invite.toChange}</Link>} />
}
