import { defineErrors, type ErrorDetail, HttpError } from './http-error.ts'
import { requestErrors } from './request-errors.ts'
import { ruleErrors } from './rule-errors.ts'

const generalResult = 268435461

/** Every error that the platform answers with: status, code and words in one table. */
export const platformErrors = defineErrors({ ...requestErrors, ...ruleErrors }, generalResult)

/** Name of a row of the table. */
export type PlatformErrorKind = keyof typeof platformErrors

/** An error of the platform, by its name in the table. */
export class PlatformError extends HttpError {
  override readonly name = 'PlatformError'
  declare readonly kind: PlatformErrorKind

  constructor(kind: PlatformErrorKind, detail?: ErrorDetail) {
    super(kind, platformErrors[kind], detail)
  }
}
