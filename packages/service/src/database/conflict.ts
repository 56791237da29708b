// PostgreSQL: unique violation, serialization failure, deadlock. SQLite: its extended codes for primary key and unique
// violations, and those for busy.
const transient = new Set(['23505', '40001', '40P01', '1555', '2067', '5', '261', '517'])

/** Whether a failed transaction lost a race with another one, so that running it again can succeed. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && transient.has(error.code)
}

// PostgreSQL: classes of its codes for values, constraints and names. SQLite: the low byte of its codes for a wrong statement, a
// constraint, a type.
const refusedClasses = new Set(['22', '23', '42'])
const refusedCodes = new Set([1, 19, 20])

/** Whether a statement failed by the rows that it was given, and would fail again with them. */
export function isRefusedData(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false
  const { code } = error
  return /^[0-9A-Z]{5}$/.test(code) ? refusedClasses.has(code.slice(0, 2)) : /^\d{1,4}$/.test(code) && refusedCodes.has(Number(code) & 0xff)
}
