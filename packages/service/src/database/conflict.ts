// PostgreSQL: unique violation, serialization failure, deadlock. SQLite: its extended codes for primary key and unique
// violations, and those for busy.
const transient = new Set(['23505', '40001', '40P01', '1555', '2067', '5', '261', '517'])

/** Whether a failed transaction lost a race with another one, so that running it again can succeed. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && transient.has(error.code)
}
