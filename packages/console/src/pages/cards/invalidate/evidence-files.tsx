import { useMutation } from '@tanstack/react-query'
import { Button, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ApiError } from '../../../api/api-error.ts'
import { errorOf, send } from '../../../api/call.ts'
import { targetOf } from '../../../api/target.ts'
import { ErrorPanel } from '../../../parts/error-panel.tsx'
import { useOnline } from '../../../shell/use-online.ts'
import { consentWords } from '../../../words/consents.ts'
import { useWords } from '../../../words/use-words.ts'
import styles from './steps.module.css'

/** A file that the desk keeps, and what it is called on this computer. */
export interface Evidence {
  readonly sha256: string
  readonly name: string
}

async function upload(brand_id: string, file: File): Promise<Evidence> {
  const answer = await send(targetOf('uploadEvidence', { brand_id }).target, { method: 'POST', body: file })
  if (!answer.ok) throw await errorOf(answer)
  const { sha256 }: { sha256: string } = await answer.json()
  return { sha256, name: file.name }
}

/** A file that the desk did not keep. */
interface Refused {
  readonly name: string
  readonly error: ApiError
}

interface EvidenceFilesProps {
  readonly brand_id: string
  readonly files: readonly Evidence[]
  readonly change: (next: (files: readonly Evidence[]) => readonly Evidence[]) => void
}

/** The files that show a consent: each is sent to the desk as soon as it is chosen. One that is refused is named, with the reason. */
export function EvidenceFiles({ brand_id, files, change }: EvidenceFilesProps): ReactNode {
  const { form: words } = useWords(consentWords)
  const online = useOnline()
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const sending = useMutation<Evidence, ApiError, File>({
    mutationFn: (file) => upload(brand_id, file),
    onSuccess: (kept) => change((others) => [...others.filter(({ sha256 }) => sha256 !== kept.sha256), kept]),
    onError: (error, { name }) => setRefused((others) => [...others, { name, error }]),
  })
  return (
    <div className={styles.stack}>
      {refused.map(({ name, error }) => (
        <div key={name}>
          <strong>{words.refused(name)}</strong>
          <ErrorPanel error={error} />
        </div>
      ))}
      {files.length > 0 && (
        <ul className={styles.what} aria-label={words.evidence}>
          {files.map(({ sha256, name }) => (
            <li key={sha256}>
              {name}{' '}
              <Button
                type="link"
                size="small"
                onClick={() => change((others) => others.filter((file) => file.sha256 !== sha256))}
                aria-label={words.remove(name)}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Upload
          accept=".pdf,.jpg,.jpeg,.png"
          multiple
          showUploadList={false}
          beforeUpload={(file, [first]) => {
            if (file === first) setRefused([])
            sending.mutate(file)
            return false
          }}
        >
          <Button loading={sending.isPending} disabled={!online}>
            {words.add}
          </Button>
        </Upload>
      </div>
    </div>
  )
}
