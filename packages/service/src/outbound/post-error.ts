/** Why a body was not posted. */
export type PostFailure = 'blocked' | 'unreachable' | 'timeout' | 'answer_too_long'

/** A request that was refused here, or had no complete answer. Its message contains neither the target nor the body. */
export class PostError extends Error {
  override readonly name = 'PostError'
  readonly failure: PostFailure

  constructor(failure: PostFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** The error of an attempt that took too long. */
export function timeoutError(): PostError {
  return new PostError('timeout', 'no complete answer in time')
}

/** The same as a promise, but rejects with `timeout` as soon as the signal is aborted. */
export function rejectOnAbort<Result>(signal: AbortSignal, promise: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(timeoutError()), { once: true })
    promise.then(resolve, reject)
  })
}
