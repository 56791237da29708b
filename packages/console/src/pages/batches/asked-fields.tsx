import { Link } from '@tanstack/react-router'
import { Checkbox, Input } from 'antd'
import { type ReactNode, useId } from 'react'
import type { ApiError } from '../../api/api-error.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import form from './new-batch.module.css'
import type { UploadOptions } from './upload.ts'

const encodings = ['utf-8', 'gbk', 'big5', 'windows-1252', 'utf-16le', 'utf-16be'] as const
const longestReason = 200

/** What the desk asks for after it has refused a file: an encoding, a sheet, whether hidden rows are meant, a reason to upload again. */
export function AskedFields({
  error: { code, detail },
  asked,
  change,
}: {
  readonly error: ApiError
  readonly asked: Omit<UploadOptions, 'brand_id'>
  readonly change: (asked: Omit<UploadOptions, 'brand_id'>) => void
}): ReactNode {
  const { upload: words } = useWords(batchWords)
  const id = useId()
  const { issue, batch_id } = detail
  switch (code) {
    case 'ENCODING_UNREADABLE':
    case 'ENCODING_UNKNOWN':
      return (
        <div className={`${form.asked} ${form.field}`}>
          <p>{words.encodingAsk}</p>
          <label htmlFor={id}>{words.encoding}</label>
          <select id={id} value={asked.encoding ?? ''} onChange={({ target }) => change({ ...asked, encoding: target.value || undefined })}>
            <option value="">{words.detect}</option>
            {encodings.map((encoding) => (
              <option key={encoding} value={encoding}>
                {encoding}
              </option>
            ))}
          </select>
        </div>
      )
    case 'SHEET_NEEDED':
    case 'SHEET_UNKNOWN':
      return (
        <div className={`${form.asked} ${form.field}`}>
          <p>{words.sheetAsk(typeof issue === 'string' ? issue : '')}</p>
          <label htmlFor={id}>{words.sheet}</label>
          <Input id={id} value={asked.sheet ?? ''} onChange={({ target }) => change({ ...asked, sheet: target.value || undefined })} />
        </div>
      )
    case 'SHEET_HIDDEN':
    case 'COLUMN_HIDDEN':
      return (
        <div className={form.asked}>
          <p>{words.hiddenAsk}</p>
          <Checkbox
            checked={asked.hidden === 'take'}
            onChange={({ target }) => change({ ...asked, hidden: target.checked ? 'take' : undefined })}
          >
            {words.hidden}
          </Checkbox>
        </div>
      )
    case 'BATCH_FILE_AGAIN':
      return (
        <div className={`${form.asked} ${form.field}`}>
          <p>
            {words.again}{' '}
            <Link to="/batches/$batch_id" params={{ batch_id: String(batch_id) }}>
              {words.againOpen}
            </Link>
          </p>
          <label htmlFor={id}>{words.reason}</label>
          <Input
            id={id}
            maxLength={longestReason}
            showCount
            value={asked.force_reason ?? ''}
            onChange={({ target }) => change({ ...asked, force_reason: target.value || undefined })}
          />
          <span>{words.reasonHelp}</span>
        </div>
      )
    default:
      return null
  }
}
