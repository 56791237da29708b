import { defineErrors, type ErrorDefinition } from './define-errors.ts'
import { requestErrors } from './request-errors.ts'
import { ruleErrors } from './rule-errors.ts'

const generalResult = 268435461

/** Every refusal of the platform: status, code and words in one table. */
export const faults = defineErrors({ ...requestErrors, ...ruleErrors }, generalResult)

/** Name of a row of the table. */
export type FaultName = keyof typeof faults

/** `detail` of an error body. */
export interface FaultDetail {
  readonly field?: string
  readonly value?: unknown
  readonly issue?: string
  readonly location?: string
  readonly [more: string]: unknown
}

/** A refusal of whatever catalogue, thrown or returned by rules and turned into an answer at the edge. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly kind: ErrorDefinition
  readonly detail: FaultDetail | undefined

  constructor(refused: ErrorDefinition, detail?: FaultDetail) {
    super(refused.message.en)
    this.kind = refused
    this.detail = detail
  }
}

/** A refusal of the platform, by its name in the table. */
export class Fault extends Refusal {
  override readonly name = 'Fault'
  readonly fault: FaultName

  constructor(fault: FaultName, detail?: FaultDetail) {
    super(faults[fault], detail)
    this.fault = fault
  }
}
