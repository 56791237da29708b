import { createHmac } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import {
  clearFailures,
  clearFailuresOf,
  countFailure,
  deleteFailuresOver,
  type FailureLimit,
  isKnownPlace,
  knowPlace,
  takeBackFailure,
} from '../store/sign-in-failures.ts'
import type { Store } from '../store/store.ts'
import type { UnitOfWork } from './unit-of-work.ts'

const window = 900
const day = 86_400
/**
 * Of a million codes and a password of twelve characters, five guesses in a quarter of an hour find nothing. They are counted by name
 * and place together: failures elsewhere, which anybody can cause who knows a name, do not lock its owner out here.
 */
const perPlace: FailureLimit = { most: 5, window, from: 'last' }
/** From all places together that the name was never signed in from: whoever has many addresses guesses no faster for long. */
const perName: FailureLimit = { most: 20, window, from: 'first' }
/** One address may hold a whole office behind it; it must not try names one after the other without end. */
const perAddress: FailureLimit = { most: 50, window, from: 'first' }
/** Who was signed in is asked for a code alone, so nobody else's failures count for it, nor these for anything else. */
const perStepUp: FailureLimit = { most: 5, window, from: 'last' }
/** For how long a place is known from which a name was signed in. */
const known_days = 30

/** One attempt, counted as failed until it is told otherwise. */
export interface Attempt {
  /** Stands for the name in the audit log and in tables: names that are mistyped may be passwords. */
  readonly name_hash: string
  /** Whether this attempt, if it fails, locks the name at this place. */
  readonly last: boolean
  /** Takes the attempt back, and forgets the failures before it. */
  succeed(store: Store): Promise<void>
}

/** Begins an attempt to sign in: from an address, or on this machine. @throws {DeskError} sign_in_locked */
export async function beginAttempt(unitOfWork: UnitOfWork, name_key: string, where?: string): Promise<Attempt> {
  const { now, write, secret } = unitOfWork
  await deleteFailuresOver(write, now - window)
  const name_hash = keyed(secret, `name ${name_key}`)
  const place_hash = keyed(secret, `place ${where ?? 'this machine'} ${name_key}`)
  const everywhere_hash = keyed(secret, `everywhere ${name_key}`)
  const address_hash = where === undefined ? undefined : keyed(secret, `address ${where}`)
  // Whoever gives commands on the machine has the database, and needs no name to guess.
  const isKnown = where === undefined || (await isKnownPlace(write, place_hash, now))
  if (address_hash !== undefined && (await countFailure(write, { key_hash: address_hash, name_hash: null }, now, perAddress)) === undefined)
    throw locked()
  const failures = await countFailure(write, { key_hash: place_hash, name_hash }, now, perPlace)
  if (failures === undefined) throw locked()
  if (!isKnown && (await countFailure(write, { key_hash: everywhere_hash, name_hash }, now, perName)) === undefined) throw locked()
  return {
    name_hash,
    last: failures === perPlace.most,
    succeed: async (store) => {
      await clearFailures(store, place_hash)
      if (!isKnown) await takeBackFailure(store, everywhere_hash)
      if (address_hash === undefined) return
      await takeBackFailure(store, address_hash)
      await knowPlace(store, place_hash, { now, expire_time: now + known_days * day })
    },
  }
}

/** Begins an attempt to give a code again, by someone who is signed in. @throws {DeskError} sign_in_locked */
export async function beginStepUp(
  { now, write, secret }: UnitOfWork,
  { staff_id, name_key }: { readonly staff_id: string; readonly name_key: string },
): Promise<Pick<Attempt, 'last' | 'succeed'>> {
  const key_hash = keyed(secret, `step-up ${staff_id}`)
  await deleteFailuresOver(write, now - window)
  const failures = await countFailure(write, { key_hash, name_hash: keyed(secret, `name ${name_key}`) }, now, perStepUp)
  if (failures === undefined) throw locked()
  return { last: failures === perStepUp.most, succeed: (store) => clearFailures(store, key_hash) }
}

/** Unlocks a name, everywhere and for everything. */
export async function forgetFailures(store: Store, secret: string, name_key: string): Promise<void> {
  await clearFailuresOf(store, keyed(secret, `name ${name_key}`))
}

function locked(): DeskError {
  return new DeskError('sign_in_locked')
}

function keyed(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}
