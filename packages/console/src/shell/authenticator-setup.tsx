import type { ReactNode } from 'react'
import { CopyText } from '../parts/copy-text.tsx'
import { QrCode } from '../parts/qr-code.tsx'
import { accountWords } from '../words/account.ts'
import { useWords } from '../words/use-words.ts'
import styles from './authenticator-setup.module.css'

/** What an authenticator app needs: a QR code, and its secret for who cannot scan. */
export function AuthenticatorSetup({ otpauth_uri }: { readonly otpauth_uri: string }): ReactNode {
  const { join } = useWords(accountWords)
  const secret = URL.parse(otpauth_uri)?.searchParams.get('secret') ?? ''
  return (
    <div className={styles.setup}>
      <QrCode value={otpauth_uri} label={join.qr} size={168} />
      <div>
        <p>{join.scan}</p>
        <p className={styles.help}>{join.scanHelp}</p>
        <CopyText label={join.secret} text={secret}>
          <code className={styles.secret}>{secret}</code>
        </CopyText>
      </div>
    </div>
  )
}
