import type { ErrorDetail } from '@card-member/sdk/contract'
import type { ReadOptions } from './batch-file.ts'
import type { BatchFileErrorKind } from './batch-file-error.ts'
import type { FileNote } from './file-note.ts'
import type { InspectedFile } from './inspect-file.ts'

/** What the thread that reads a file is asked, one after the other. */
export type Question =
  | { readonly step: 'inspect'; readonly fd: number; readonly encoding: string | undefined }
  | { readonly step: 'open'; readonly fd: number; readonly options: ReadOptions }
  | { readonly step: 'next' }

/** Said at the end: nothing more will be asked. */
export interface Closing {
  readonly step: 'close'
}

/** What is known of a file once its head has been read. */
export interface OpenedFile {
  readonly head: readonly string[]
  readonly sheet?: string
  readonly ignored_columns: readonly string[]
}

/** What each step results in. Rows travel as JSON, which is copied as one text and not object by object. */
export interface StepResults {
  readonly inspect: InspectedFile
  readonly open: OpenedFile
  readonly next:
    | { readonly rows: string /** Of the file, from 0 to 1. */; readonly share: number; readonly notes?: undefined }
    | { readonly notes: readonly FileNote[]; readonly rows?: undefined }
}

/** What the thread answers. */
export type Answer =
  | { readonly result: StepResults[keyof StepResults] }
  | { readonly fault: BatchFileErrorKind; readonly detail?: ErrorDetail }
  | { readonly failed: string }
