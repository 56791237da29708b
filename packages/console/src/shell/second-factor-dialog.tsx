import { Modal } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../api/types.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { SecondFactorForm } from './second-factor-form.tsx'

/** The question for the second factor, over the page. */
export function SecondFactorDialog({
  open,
  given,
  left,
}: {
  readonly open: boolean
  readonly given: (session: ReplyOf<'confirmSecondFactor'>) => void
  readonly left: () => void
}): ReactNode {
  const { secondFactor } = useWords(shellWords)
  return (
    <Modal open={open} title={secondFactor.title} footer={null} width={400} onCancel={left} destroyOnHidden>
      <SecondFactorForm given={given} />
    </Modal>
  )
}
