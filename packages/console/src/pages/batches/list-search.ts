import { type BatchState, batchStates } from '@card-member/desk/contract'

/** The filters of the list of batches, as its address has them. */
export interface ListSearch {
  readonly state?: BatchState | undefined
  /** A staff id. */
  readonly author?: string | undefined
  readonly from_day?: string | undefined
  readonly to_day?: string | undefined
  /** How many of the newest are left out. */
  readonly offset?: string | undefined
}

const day = /^\d{4}-\d{2}-\d{2}$/

/** The filters in an address; what is no filter is left out. */
export function readListSearch({ state, author, from_day, to_day, offset }: Readonly<Record<string, unknown>>): ListSearch {
  const known = batchStates.find((one) => one === state)
  return {
    ...(known !== undefined && { state: known }),
    ...(typeof author === 'string' && /^[\w-]{1,64}$/.test(author) && { author }),
    ...(typeof from_day === 'string' && day.test(from_day) && { from_day }),
    ...(typeof to_day === 'string' && day.test(to_day) && { to_day }),
    ...(typeof offset === 'string' && /^\d{1,9}$/.test(offset) && { offset }),
  }
}
