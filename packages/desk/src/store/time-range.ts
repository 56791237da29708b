/** A part of a list by time, in Unix seconds. */
export interface TimeRange {
  /** The first second. */
  readonly from?: number | undefined
  /** The first second that is too late. */
  readonly before?: number | undefined
}
