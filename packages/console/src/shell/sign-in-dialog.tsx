import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import type { SessionState } from './session.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Signing in, over the page: nothing closes it but a session. */
export function SignInDialog({ open, done }: { readonly open: boolean; readonly done: (session: SessionState) => void }): ReactNode {
  const { signIn } = useWords(shellWords)
  return (
    <Modal
      open={open}
      title={signIn.again}
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={400}
      destroyOnHidden
    >
      <p>{signIn.againText}</p>
      <SignInForm done={done} over />
    </Modal>
  )
}
