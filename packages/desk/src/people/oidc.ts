import type { GenericOAuthConfig, GenericOAuthUserInfo } from 'better-auth/plugins/generic-oauth'
import { findByEmail, findByName, findPerson } from '../store/people.ts'
import { bindSubject, findBySubject } from '../store/people-accounts.ts'
import type { Books } from './books.ts'
import { isName, nameKey } from './name.ts'

/** A provider of OpenID Connect that people of the desk may sign in by. */
export interface OidcOptions {
  /** As its discovery document names it, under `/.well-known/openid-configuration`. */
  readonly issuer: string
  readonly client_id: string
  readonly client_secret: string
  /**
   * Which claim of the ID token names a person at their first sign-in: `preferred_username` as their name, or a verified `email`. By
   * name when left out.
   */
  readonly match?: 'name' | 'email' | undefined
  /** The claim that holds a person's name here, when that is not `preferred_username`; for matching by name. */
  readonly claim?: string | undefined
}

/** Name of the provider in paths: what has to be registered with it is `/api/auth/callback/oidc`. */
export const providerId = 'oidc'

/**
 * Nobody is made by it: whom the provider names has to be here already. The first sign-in binds the provider's subject to the
 * person; from then on the subject alone counts, whatever becomes of names and addresses there.
 */
export function oidcProvider(
  books: Books,
  { issuer, client_id, client_secret, match, claim = 'preferred_username' }: OidcOptions,
): GenericOAuthConfig {
  // Of the token and not of the settings, which may name the same issuer with and without its last slash.
  const subjectOf = ({ iss, sub }: GenericOAuthUserInfo) => `${String(iss ?? issuer).replace(/\/$/, '')} ${sub}`
  const find = async (profile: GenericOAuthUserInfo) => {
    if (match === 'email') {
      const { email, email_verified } = profile
      return typeof email === 'string' && email_verified === true ? findByEmail(books.read, email.toLowerCase()) : undefined
    }
    const name: unknown = profile[claim]
    return typeof name === 'string' && isName(name) ? findByName(books.read, nameKey(name)) : undefined
  }
  const known = async (profile: GenericOAuthUserInfo): Promise<string | undefined> => {
    if (profile.sub === undefined || profile.sub === null) return undefined
    const subject = subjectOf(profile)
    const bound = await findBySubject(books.read, subject)
    if (bound !== undefined) return (await findPerson(books.read, bound))?.name_key
    const person = await find(profile)
    return books.change(async (store, note) => {
      if (person !== undefined && (await bindSubject(store, person.id, subject, books.now))) {
        note(person.id, 'person.bind', { method: providerId })
        return person.name_key
      }
      note(person?.id ?? '', 'person.sign_in_failed', { method: providerId })
      return undefined
    })
  }
  return {
    providerId,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: client_id,
    clientSecret: client_secret,
    scopes: ['openid', 'profile', 'email'],
    requireIdTokenVerification: true,
    disableSignUp: true,
    accountSubject: ({ profile }) => subjectOf(profile),
    // The ID token alone, which better-auth has verified by now: without one it would ask the provider with the access token, and
    // nothing would bind the answer to this sign-in.
    getUserInfo: async ({ idToken }) => (idToken === undefined ? null : claimsOf(idToken)),
    // better-auth knows people by "email"; the desk's is their name. Without one the sign-in ends there.
    mapProfileToUser: async (profile) => ({ email: await known(profile), emailVerified: false }),
  }
}

function claimsOf(id_token: string): GenericOAuthUserInfo {
  const [, payload = ''] = id_token.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}
