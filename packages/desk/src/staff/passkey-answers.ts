import type { PasskeyAssertion, PasskeyRegistration } from '../contract/passkey.ts'
import { findPasskey, type PasskeyRow, useChallenge, usePasskey } from '../store/passkeys.ts'
import type { Store } from '../store/store.ts'
import { type ChallengePurpose, expiryOfChallenge, makeChallenge } from './challenge.ts'
import type { StaffContext } from './context.ts'
import { type RelyingParty, relyingPartyOf } from './relying-party.ts'
import { type NewPasskey, readAssertion, readRegistration } from './webauthn.ts'

/** The challenge that an answer names. */
interface Answered {
  readonly challenge: string
  readonly expire_time: number
}

/** A registration that was found right; its challenge is still to be used up. */
export interface ReadRegistration extends Answered {
  readonly passkey: NewPasskey
}

/** What a passkey signed, found right; its challenge is still to be used up and its counter to be written. */
export interface ReadAssertion extends Answered {
  readonly passkey: PasskeyRow
  readonly counter: number
  readonly backed_up: boolean
}

/** Makes challenges, and reads what passkeys answer to them. */
export class PasskeyAnswers {
  readonly #context: StaffContext
  readonly #address: () => string

  /** @param address where browsers reach the desk, by a host name */
  constructor(context: StaffContext, address: () => string) {
    this.#context = context
    this.#address = address
  }

  /** To whom passkeys belong. @throws {DeskError} passkey_unavailable */
  get party(): RelyingParty {
    return relyingPartyOf(this.#address())
  }

  /** A new challenge. */
  challenge(purpose: ChallengePurpose): string {
    return makeChallenge(purpose, this.#context)
  }

  /** The passkey of a registration; `undefined` when anything of it is wrong. @throws {DeskError} passkey_unavailable */
  async registration(purpose: ChallengePurpose, response: PasskeyRegistration): Promise<ReadRegistration | undefined> {
    const expected = this.#expected(purpose)
    const passkey = await readRegistration(this.party, response, expected.check)
    const answered = expected.answered()
    return passkey && answered && { ...answered, passkey }
  }

  /** What a passkey signed; `undefined` when nobody has it or anything of it is wrong. @throws {DeskError} passkey_unavailable */
  async assertion(purpose: ChallengePurpose, response: PasskeyAssertion): Promise<ReadAssertion | undefined> {
    const { party } = this
    const passkey = await findPasskey(this.#context.read, response.id)
    if (passkey === undefined || !isOwn(passkey, response, purpose)) return undefined
    const expected = this.#expected(purpose)
    const assertion = await readAssertion(party, { passkey, response }, expected.check)
    const answered = expected.answered()
    return assertion && answered && { ...answered, ...assertion, passkey }
  }

  /** Uses up the challenge of an answer, in the transaction of what it is for; `false` when it was answered before. */
  use(store: Store, { challenge, expire_time }: Answered): Promise<boolean> {
    return useChallenge(store, { challenge, expire_time, now: this.#context.now })
  }

  /** The same for what a passkey signed; `false` too when the passkey was removed, or its counter shows a copy. */
  async useAssertion(store: Store, { passkey, counter, backed_up, ...answered }: ReadAssertion): Promise<boolean> {
    const { now } = this.#context
    return (await this.use(store, answered)) && usePasskey(store, passkey.id, { counter, backed_up, now })
  }

  // The library gives the challenge of an answer to a function alone.
  #expected(purpose: ChallengePurpose): { check(challenge: string): boolean; answered(): Answered | undefined } {
    let answered: Answered | undefined
    const check = (challenge: string) => {
      const expire_time = expiryOfChallenge(challenge, purpose, this.#context)
      answered = expire_time === undefined ? undefined : { challenge, expire_time }
      return answered !== undefined
    }
    return { check, answered: () => answered }
  }
}

// A passkey that signs in names its owner; one that was asked for by its id need not.
function isOwn({ staff_id }: PasskeyRow, { response }: PasskeyAssertion, purpose: ChallengePurpose): boolean {
  const { userHandle } = response
  if (userHandle === undefined) return purpose !== 'sign in'
  return userHandle === Buffer.from(staff_id).toString('base64url')
}
