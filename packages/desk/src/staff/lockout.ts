import { createHmac } from 'node:crypto'
import { signInLocked } from '../contract/sign-in-locked.ts'
import {
  addFailure,
  deleteExpiredFailures,
  deleteFailures,
  deleteFailuresOfName,
  type FailureLimit,
  findLockEnd,
  isKnownAddress,
  rememberAddress,
  removeFailure,
} from '../store/sign-in-failures.ts'
import type { Store } from '../store/store.ts'
import type { StaffContext } from './context.ts'

const window = 900
const day = 86_400
/**
 * Five guesses in a quarter of an hour find neither a code nor a password of twelve characters. They are counted for a name and an
 * address together: everybody who knows a name can fail elsewhere, and that does not lock its owner out here.
 */
const perNameAndAddress: FailureLimit = { limit: 5, window, from: 'last' }
/** For a name, from all addresses together that it never signed in from: many addresses do not make guessing much faster. */
const perName: FailureLimit = { limit: 20, window, from: 'first' }
/** For an address, whatever the name. A whole office may share one. */
const perAddress: FailureLimit = { limit: 50, window, from: 'first' }
/** For somebody who is signed in and is asked for a code alone. These failures count for nothing else, and no others for these. */
const perStepUp: FailureLimit = { limit: 5, window, from: 'last' }
/** For how long an address is known that a name signed in from. */
const knownDays = 30

/** One attempt. It counts as failed until it succeeds. */
export interface Attempt {
  /** Stands for the name in the audit log and in tables: a mistyped name may be a password. */
  readonly name_hash: string
  /** Whether this attempt, if it fails, locks the name at this address. */
  readonly locks: boolean
  /** Takes the attempt back, and forgets the failures before it. */
  succeed(store: Store): Promise<void>
}

/** Starts an attempt to sign in, from an address or on this machine. @throws {DeskError} sign_in_locked */
export async function startSignInAttempt(context: StaffContext, name_key: string, address?: string): Promise<Attempt> {
  const { now, secret } = context
  const name_hash = hmac(secret, `name ${name_key}`)
  const keys = {
    address: address === undefined ? undefined : hmac(secret, `address ${address}`),
    nameAndAddress: hmac(secret, `name and address ${address ?? 'this machine'} ${name_key}`),
    name: hmac(secret, `all addresses ${name_key}`),
  }
  const counted = await context.transact(async (store) => {
    await deleteExpiredFailures(store, now - window)
    // A person who runs commands on the machine has the database, and need not guess a name.
    const isKnown = address === undefined || (await isKnownAddress(store, keys.nameAndAddress, now))
    // Every lock that holds is asked for its end, of a name that nobody has like of any other.
    const locked = async () => {
      const limits = [
        ...(keys.address === undefined ? [] : [{ key: keys.address, limit: perAddress }]),
        { key: keys.nameAndAddress, limit: perNameAndAddress },
        ...(isKnown ? [] : [{ key: keys.name, limit: perName }]),
      ]
      let end = now
      for (const { key, limit } of limits) end = Math.max(end, (await findLockEnd(store, key, now, limit)) ?? now)
      return { locked_until: end }
    }
    if (keys.address !== undefined && (await addFailure(store, { key_hash: keys.address, name_hash: null }, now, perAddress)) === undefined)
      return locked()
    const failures = await addFailure(store, { key_hash: keys.nameAndAddress, name_hash }, now, perNameAndAddress)
    if (failures === undefined) return locked()
    if (!isKnown && (await addFailure(store, { key_hash: keys.name, name_hash }, now, perName)) === undefined) return locked()
    return { failures, isKnown }
  })
  if ('locked_until' in counted) throw signInLocked(counted.locked_until, now)
  return {
    name_hash,
    locks: counted.failures === perNameAndAddress.limit,
    succeed: async (store) => {
      if (keys.address !== undefined) await removeFailure(store, keys.address)
      await deleteFailures(store, keys.nameAndAddress)
      if (!counted.isKnown) await removeFailure(store, keys.name)
      if (address !== undefined) await rememberAddress(store, keys.nameAndAddress, { now, expire_time: now + knownDays * day })
    },
  }
}

/** Starts an attempt to give a code again, by somebody who is signed in. @throws {DeskError} sign_in_locked */
export async function startStepUpAttempt(
  context: StaffContext,
  { staff_id, name_key }: { readonly staff_id: string; readonly name_key: string },
): Promise<Pick<Attempt, 'locks' | 'succeed'>> {
  const { now, secret } = context
  const key_hash = hmac(secret, `step-up ${staff_id}`)
  const failures = await context.transact(async (store) => {
    await deleteExpiredFailures(store, now - window)
    const counted = await addFailure(store, { key_hash, name_hash: hmac(secret, `name ${name_key}`) }, now, perStepUp)
    return counted ?? { locked_until: (await findLockEnd(store, key_hash, now, perStepUp)) ?? now }
  })
  if (typeof failures === 'object') throw signInLocked(failures.locked_until, now)
  return { locks: failures === perStepUp.limit, succeed: (store) => deleteFailures(store, key_hash) }
}

/** Unlocks a name, at every address and for everything. */
export async function unlockName(store: Store, secret: string, name_key: string): Promise<void> {
  await deleteFailuresOfName(store, hmac(secret, `name ${name_key}`))
}

function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}
