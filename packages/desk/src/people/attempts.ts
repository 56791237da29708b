import { createHmac } from 'node:crypto'
import { DeskRefusal } from '../contract/refusal.ts'
import { clearFailures, countFailure, deleteFailuresOver, type FailureLimit, takeBackFailure } from '../store/people-failures.ts'
import type { Store } from '../store/store.ts'
import type { Books } from './books.ts'

const window = 900
/** Of a million codes and a password of twelve characters, five guesses in a quarter of an hour find nothing. */
const perName: FailureLimit = { most: 5, window, from: 'last' }
/** One address may hold a whole office behind it; it must not try names one after the other without end. */
const perAddress: FailureLimit = { most: 50, window, from: 'first' }

/** One attempt, counted as failed until it is told otherwise. */
export interface Attempt {
  /** Stands for the name in the record and in tables: names that are mistyped may be passwords. */
  readonly name_hash: string
  /** Whether this attempt, if it fails, locks the name. */
  readonly last: boolean
  /** Takes the attempt back, and forgets the failures before it. */
  succeed(store: Store): Promise<void>
}

/** Begins an attempt to sign in. @throws {DeskRefusal} sign_in_locked */
export async function beginAttempt(books: Books, name_key: string, where?: string): Promise<Attempt> {
  const name_hash = keyed(books.secret, `name ${name_key}`)
  const address_hash = where === undefined ? undefined : keyed(books.secret, `address ${where}`)
  const { now, write } = books
  await deleteFailuresOver(write, now - window)
  if (address_hash !== undefined && (await countFailure(write, address_hash, now, perAddress)) === undefined) throw locked()
  const failures = await countFailure(write, name_hash, now, perName)
  if (failures === undefined) throw locked()
  return {
    name_hash,
    last: failures === perName.most,
    succeed: async (store) => {
      await clearFailures(store, name_hash)
      if (address_hash !== undefined) await takeBackFailure(store, address_hash)
    },
  }
}

/** Unlocks a name. */
export async function forgetFailures(store: Store, secret: string, name_key: string): Promise<void> {
  await clearFailures(store, keyed(secret, `name ${name_key}`))
}

function locked(): DeskRefusal {
  return new DeskRefusal('sign_in_locked')
}

function keyed(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}
