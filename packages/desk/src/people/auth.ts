import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies'
import { findPerson } from '../store/people.ts'
import { deleteSessionsOver } from '../store/people-sessions.ts'
import { authAdapter } from './auth-adapter.ts'
import type { Books } from './books.ts'
import { providerId } from './oidc.ts'
import { idle, life } from './session-life.ts'

/** What better-auth is made for here. */
export interface AuthOptions {
  readonly books: Books
  /** Where browsers reach the desk; cookies are `Secure` when it is https. */
  readonly base_url: string
}

/** better-auth as the desk uses it: sessions and their cookies. */
export function makeAuth({ books, base_url }: AuthOptions) {
  return betterAuth({
    appName: 'card-member',
    baseURL: base_url,
    basePath: '/api/auth',
    secret: books.secret,
    database: authAdapter(books),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: { cookiePrefix: 'card-member-desk', cookies: { session_token: { name: 'card-member-desk' } } },
    user: { modelName: 'people', fields: { email: 'name_key', createdAt: 'create_time', updatedAt: 'update_time' } },
    account: {
      modelName: 'accounts',
      fields: { providerId: 'provider_id', accountId: 'account_id', userId: 'person_id', password: 'password_hash' },
    },
    session: {
      modelName: 'sessions',
      fields: {
        token: 'token_hash',
        userId: 'person_id',
        createdAt: 'create_time',
        updatedAt: 'update_time',
        expiresAt: 'expire_time',
      },
      additionalFields: { second_factor_time: { type: 'number', required: false, input: false } },
      expiresIn: life,
    },
    databaseHooks: { session: { create: { before: (session) => beforeSession(books, session) } } },
    plugins: [sessions],
  })
}

// Every session comes through here, the provider's too. Its times are the desk's clock's; addresses and browsers are not kept.
async function beforeSession(books: Books, session: { userId: string } & Record<string, unknown>) {
  const person = await findPerson(books.read, session.userId)
  if (person === undefined || person.disabled_time !== null) return false
  await books.change(async (store, note) => {
    await deleteSessionsOver(store, books.now, idle)
    // Whoever gave a second factor came through the door, which recorded it.
    if (session.second_factor_time === undefined) note(person.id, 'person.sign_in', { method: providerId })
  })
  const now = new Date(books.now * 1000)
  const times = { createdAt: now, updatedAt: now, expiresAt: new Date(now.getTime() + life * 1000) }
  return { data: { ...session, ...times, ipAddress: undefined, userAgent: undefined } }
}

// What a session is opened with; better-auth takes the type from it, and never the values.
const opening: { readonly person_id: string; readonly second_factor_time: number | undefined } = { person_id: '', second_factor_time: 0 }

/** Called by the desk alone: none of it has a path. */
const sessions = {
  id: 'desk-sessions',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly({ method: 'POST', metadata: { $Infer: { body: opening } } }, async (context) => {
      const { person_id, second_factor_time } = context.body
      const { internalAdapter } = context.context
      const user = await internalAdapter.findUserById(person_id)
      const session = user && (await internalAdapter.createSession(person_id, false, { second_factor_time }))
      if (!session) return false
      await setSessionCookie(context, { session, user })
      return true
    }),
    /** The token of a cookie that was signed here. */
    readToken: createAuthEndpoint.serverOnly({ method: 'GET', requireHeaders: true }, async (context) => {
      const { authCookies, secret } = context.context
      return (await context.getSignedCookie(authCookies.sessionToken.name, secret)) || undefined
    }),
    clearCookies: createAuthEndpoint.serverOnly({ method: 'POST' }, async (context) => {
      deleteSessionCookie(context)
      return true
    }),
  },
}
