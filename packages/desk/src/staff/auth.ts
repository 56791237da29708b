import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies'
import { deleteSessionsOver } from '../store/sessions.ts'
import { findStaff } from '../store/staff.ts'
import { authAdapter } from './auth-adapter.ts'
import { providerId } from './oidc.ts'
import { idle, life } from './session-life.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What better-auth is made for here. */
export interface AuthOptions {
  readonly unitOfWork: UnitOfWork
  /** Where browsers reach the desk; cookies are `Secure` when it is https. */
  readonly base_url: string
}

/** better-auth as the desk uses it: sessions and their cookies. */
export function makeAuth({ unitOfWork, base_url }: AuthOptions) {
  return betterAuth({
    appName: 'card-member',
    baseURL: base_url,
    basePath: '/api/auth',
    secret: unitOfWork.secret,
    database: authAdapter(unitOfWork),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: { cookiePrefix: 'card-member-desk', cookies: { session_token: { name: 'card-member-desk' } } },
    user: { modelName: 'staff', fields: { email: 'name_key', createdAt: 'create_time', updatedAt: 'update_time' } },
    account: {
      modelName: 'accounts',
      fields: { providerId: 'provider_id', accountId: 'account_id', userId: 'staff_id', password: 'password_hash' },
    },
    session: {
      modelName: 'sessions',
      fields: {
        token: 'token_hash',
        userId: 'staff_id',
        createdAt: 'create_time',
        updatedAt: 'update_time',
        expiresAt: 'expire_time',
      },
      additionalFields: { second_factor_time: { type: 'number', required: false, input: false } },
      expiresIn: life,
    },
    databaseHooks: { session: { create: { before: (session) => beforeSession(unitOfWork, session) } } },
    plugins: [sessions],
  })
}

// Every session comes through here, the provider's too. Its times are the desk's clock's; addresses and browsers are not kept.
async function beforeSession(unitOfWork: UnitOfWork, session: { userId: string } & Record<string, unknown>) {
  const staffMember = await findStaff(unitOfWork.read, session.userId)
  if (staffMember === undefined || staffMember.disabled_time !== null) return false
  await unitOfWork.change(async (store, note) => {
    await deleteSessionsOver(store, unitOfWork.now, idle)
    // Whoever gave a second factor came through the door, which recorded it.
    if (session.second_factor_time === undefined) note(staffMember.id, 'staff.sign_in', { method: providerId })
  })
  const now = new Date(unitOfWork.now * 1000)
  const times = { createdAt: now, updatedAt: now, expiresAt: new Date(now.getTime() + life * 1000) }
  return { data: { ...session, ...times, ipAddress: undefined, userAgent: undefined } }
}

// What a session is opened with; better-auth takes the type from it, and never the values.
const opening: { readonly staff_id: string; readonly second_factor_time: number | undefined } = { staff_id: '', second_factor_time: 0 }

/** Called by the desk alone: none of it has a path. */
const sessions = {
  id: 'desk-sessions',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly({ method: 'POST', metadata: { $Infer: { body: opening } } }, async (context) => {
      const { staff_id, second_factor_time } = context.body
      const { internalAdapter } = context.context
      const user = await internalAdapter.findUserById(staff_id)
      const session = user && (await internalAdapter.createSession(staff_id, false, { second_factor_time }))
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
