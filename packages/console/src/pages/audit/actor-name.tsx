import type { ReactNode } from 'react'
import { auditWords } from '../../words/audit.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'

/** Who acted: the name of a staff member, the desk by itself, a command on its machine, a member, or somebody who was not signed in. */
export function ActorName({ actor, names }: { readonly actor: string; readonly names: Readonly<Record<string, string>> }): ReactNode {
  const words = useWords(auditWords)
  const { people } = useWords(shellWords)
  if (actor === 'desk') return people.desk
  if (actor === 'local') return people.local
  if (actor === 'member') return words.member
  if (actor === '') return words.nobody
  return <span title={actor}>{Object.hasOwn(names, actor) ? names[actor] : actor}</span>
}
