import { type Preflight, preflights, type RowState, rowStates } from '@card-member/desk/contract'

/** The filters of a batch's rows, as the address has them. */
export interface RowSearch {
  readonly row_state?: RowState | undefined
  readonly found?: Preflight | undefined
}

/** The filters in an address; what is no filter is left out. */
export function readRowSearch({ row_state, found }: Readonly<Record<string, unknown>>): RowSearch {
  const state = rowStates.find((one) => one === row_state)
  const preflight = preflights.find((one) => one === found)
  return { ...(state !== undefined && { row_state: state }), ...(preflight !== undefined && { found: preflight }) }
}
