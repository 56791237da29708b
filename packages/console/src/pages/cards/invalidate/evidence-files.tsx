import { useMutation } from '@tanstack/react-query'
import { Button, Upload } from 'antd'
import type { ReactNode } from 'react'
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

interface EvidenceFilesProps {
  readonly brand_id: string
  readonly files: readonly Evidence[]
  readonly change: (files: readonly Evidence[]) => void
}

/** The files that show a consent: each is sent to the desk as soon as it is chosen. */
export function EvidenceFiles({ brand_id, files, change }: EvidenceFilesProps): ReactNode {
  const { form: words } = useWords(consentWords)
  const online = useOnline()
  const sending = useMutation<Evidence, ApiError, File>({
    mutationFn: (file) => upload(brand_id, file),
    onSuccess: (kept) => change([...files.filter(({ sha256 }) => sha256 !== kept.sha256), kept]),
  })
  return (
    <div className={styles.stack}>
      {sending.error !== null && <ErrorPanel error={sending.error} />}
      {files.length > 0 && (
        <ul className={styles.what}>
          {files.map(({ sha256, name }) => (
            <li key={sha256}>
              {name}{' '}
              <Button
                type="link"
                size="small"
                onClick={() => change(files.filter((file) => file.sha256 !== sha256))}
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
          showUploadList={false}
          beforeUpload={(file) => {
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
