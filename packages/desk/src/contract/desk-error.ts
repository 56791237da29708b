import { defineErrors, type ErrorDetail, HttpError } from '@card-member/sdk/contract'
import { auditErrors } from './audit-errors.ts'
import { batchErrors } from './batch-errors.ts'
import { cardErrors } from './card-errors.ts'
import { changeErrors } from './change-errors.ts'
import { rehearsalErrors } from './rehearsal-errors.ts'
import { staffErrors } from './staff-errors.ts'

/** Every error that the desk answers with: status, code and words in one table. */
export const deskErrors = defineErrors(
  { ...staffErrors, ...cardErrors, ...batchErrors, ...changeErrors, ...auditErrors, ...rehearsalErrors },
  1,
)

/** Name of a row of the table. */
export type DeskErrorKind = keyof typeof deskErrors

/** An error of the desk, by its name in the table. */
export class DeskError extends HttpError {
  override readonly name = 'DeskError'
  declare readonly kind: DeskErrorKind

  constructor(kind: DeskErrorKind, detail?: ErrorDetail) {
    super(kind, deskErrors[kind], detail)
  }
}
