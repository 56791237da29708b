import { DeskError } from '../contract/desk-error.ts'
import { type Context, reading } from './context.ts'

/** By how much the clock of this process may differ from the database's, in seconds: less than a platform takes a signature for late by. */
export const largestDifference = 60

/** @throws {DeskError} clock_wrong: what is signed now would be refused, or not be signed at all */
export async function demandClock({ clock, databaseNow, database }: Pick<Context, 'clock' | 'databaseNow' | 'database'>): Promise<void> {
  const ahead_seconds = Math.round((clock() - (await databaseNow(reading({ database })))) / 1000)
  if (Math.abs(ahead_seconds) > largestDifference) throw new DeskError('clock_wrong', { ahead_seconds })
}
