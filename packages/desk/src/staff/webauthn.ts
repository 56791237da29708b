import type { PasskeyAssertion, PasskeyOptions, PasskeyRegistration } from '../contract/passkey.ts'
import type { PasskeyRow } from '../store/passkeys.ts'
import type { RelyingParty } from './relying-party.ts'

const rpName = 'card-member'
/** EdDSA, ES256, RS256. */
const algorithms = [-8, -7, -257]
const timeout = 300_000

/** A passkey that a browser made. */
export type NewPasskey = Pick<PasskeyRow, 'id' | 'public_key' | 'counter' | 'backed_up' | 'transports'>

/** What a passkey signed, once its signature was found right. */
export interface Assertion {
  readonly counter: number
  readonly backed_up: boolean
}

/** Whom a passkey is for, and which ones they have. */
export interface PasskeyOwner {
  readonly staff_id: string
  readonly name: string
  readonly passkeys: readonly PasskeyRow[]
}

/** The options for `navigator.credentials.create`. The passkey names its owner by itself, and asks for a PIN, a finger or a face. */
export async function creationOptions(
  { rp_id }: RelyingParty,
  challenge: string,
  { staff_id, name, passkeys }: PasskeyOwner,
): Promise<PasskeyOptions> {
  const { generateRegistrationOptions } = await library()
  const options = await generateRegistrationOptions({
    rpName,
    rpID: rp_id,
    userName: name,
    userID: bytesOf(Buffer.from(staff_id)),
    userDisplayName: name,
    challenge: bytesOf(Buffer.from(challenge, 'base64url')),
    timeout,
    attestationType: 'none',
    excludeCredentials: passkeys.map(describe),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
  return { ...options }
}

/** The options for `navigator.credentials.get`. Without passkeys the browser offers all that it has for the desk. */
export async function requestOptions(
  { rp_id }: RelyingParty,
  challenge: string,
  passkeys?: readonly PasskeyRow[],
): Promise<PasskeyOptions> {
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({
    rpID: rp_id,
    challenge: bytesOf(Buffer.from(challenge, 'base64url')),
    timeout,
    userVerification: 'required',
    ...(passkeys === undefined ? {} : { allowCredentials: passkeys.map(describe) }),
  })
  return { ...options }
}

/** The passkey of a registration; `undefined` when anything of it is wrong. */
export async function readRegistration(
  { rp_id, origin }: RelyingParty,
  response: PasskeyRegistration,
  expectedChallenge: (challenge: string) => boolean,
): Promise<NewPasskey | undefined> {
  const { verifyRegistrationResponse } = await library()
  const { clientDataJSON, attestationObject, transports = [] } = response.response
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...response, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rp_id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (registrationInfo === undefined) return undefined
    const { credential, credentialBackedUp } = registrationInfo
    return {
      id: credential.id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      backed_up: credentialBackedUp ? 1 : 0,
      transports: transports.filter((one) => /^[a-z-]{1,20}$/.test(one)).join(','),
    }
  } catch {
    // The library throws for whatever is wrong. Why is of use to nobody but an attacker.
    return undefined
  }
}

/** What a passkey signed; `undefined` when anything but its counter is wrong. */
export async function readAssertion(
  { rp_id, origin }: RelyingParty,
  { passkey, response }: { readonly passkey: PasskeyRow; readonly response: PasskeyAssertion },
  expectedChallenge: (challenge: string) => boolean,
): Promise<Assertion | undefined> {
  const { verifyAuthenticationResponse } = await library()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rp_id,
      requireUserVerification: true,
      // The library compares the counter before the signature. It is compared when it is written, and only a true one says something.
      credential: { id: passkey.id, publicKey: bytesOf(Buffer.from(passkey.public_key, 'base64url')), counter: 0 },
    })
    const { newCounter, credentialBackedUp } = authenticationInfo
    return verified ? { counter: newCounter, backed_up: credentialBackedUp } : undefined
  } catch {
    return undefined
  }
}

function describe({ id, transports }: PasskeyRow): { id: string; transports: string[] } {
  return { id, transports: transports.split(',').filter((one) => one !== '') }
}

// The library wants bytes that share their memory with nothing.
function bytesOf(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(buffer)
}

// Loaded at the first request: commands need none of it.
function library(): Promise<typeof import('@simplewebauthn/server')> {
  return import('@simplewebauthn/server')
}
