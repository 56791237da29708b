import { parentPort } from 'node:worker_threads'
import { type BatchFile, openBatchFile } from './batch-file.ts'
import { BatchFileError } from './batch-file-error.ts'
import type { Answer, Closing, Question, StepResults } from './file-thread-protocol.ts'
import { type InspectedFile, inspectFile } from './inspect-file.ts'

// Reads one file on a thread of its own, step by step as it is asked: what is in a file can end this thread, and nothing else.

// No stack leaves this thread, and the parser of CSV makes an error for every row that is shorter or longer than the first.
Error.stackTraceLimit = 0

let inspected: InspectedFile | undefined
let file: BatchFile | undefined

async function take(question: Question): Promise<StepResults[keyof StepResults]> {
  if (question.step === 'inspect') {
    inspected = await inspectFile(question.fd, question.encoding)
    return inspected
  }
  if (question.step === 'open') {
    if (inspected === undefined) throw new Error('a file is inspected before it is opened')
    file = await openBatchFile(question.fd, inspected, question.options)
    const { head, sheet, ignored_columns } = file
    return { head, ignored_columns, ...(sheet !== undefined && { sheet }) }
  }
  if (file === undefined) throw new Error('a file is opened before its rows are read')
  const { done, value } = await file.rows.next()
  return done ? { notes: file.notes() } : { rows: JSON.stringify(value), share: file.share() }
}

async function answer(question: Question): Promise<Answer> {
  try {
    return { result: await take(question) }
  } catch (error) {
    if (error instanceof BatchFileError) return { fault: error.kind, ...(error.detail && { detail: error.detail }) }
    // The message of any other may hold what is in the file, which is to blame unless the system is.
    if (error instanceof Error && 'syscall' in error) return { failed: 'code' in error ? String(error.code) : 'unknown' }
    return { fault: 'file_unreadable' }
  }
}

parentPort?.on('message', async (question: Question | Closing) => {
  if (question.step === 'close') parentPort?.close()
  else parentPort?.postMessage(await answer(question))
})
