import type { TestDatabase } from '../../../test/database-fixture.ts'
import { DeskError, type DeskErrorKind } from '../src/contract/desk-error.ts'
import type { OidcOptions } from '../src/staff/oidc-options.ts'
import { type Conduct, client_id, client_secret, startProvider } from './oidc-provider.ts'
import { openStaff } from './staff-fixture.ts'

/** How a test wants desk and provider. */
export interface BothOptions extends Partial<OidcOptions> {
  /** The path of the provider's issuer. */
  readonly path?: string
  readonly oidc_limit_ms?: number
}

/** A desk and its provider. */
export async function openBoth(kind: TestDatabase['kind'], { path = '', oidc_limit_ms, ...settings }: BothOptions = {}) {
  const provider = await startProvider({ path })
  const reports: string[] = []
  const oidc = { issuer: provider.issuer, client_id, client_secret, ...settings }
  const desk = await openStaff(kind, { oidc, oidc_limit_ms, report: (message) => reports.push(message) })
  provider.conduct.now = () => desk.clock.seconds
  const signIn = async () => {
    const made = await desk.staff.oidc
    if (made === undefined) throw new Error('the desk has no provider')
    return made
  }
  /** The way of a browser to the provider and to its answer. */
  const leave = async () => {
    const { location, sealed_state } = await (await signIn()).start()
    const leads = new URL(location)
    return { leads, sealed_state, back: new URL(provider.authorize(leads.searchParams)) }
  }
  /** The way from the provider's answer into the desk. */
  const comeBack = async ({ back, sealed_state }: { readonly back: URL; readonly sealed_state: string | undefined }) => {
    const { id, name } = await (await signIn()).finish(back.search.slice(1), sealed_state)
    return { staff_id: id, name, token: await desk.staff.openSessionFor(id) }
  }
  const enter = async (conduct: Partial<Conduct> = {}) => {
    Object.assign(provider.conduct, conduct)
    return comeBack(await leave())
  }
  /** What somebody is told who does not get in. */
  const refusal = async (conduct: Partial<Conduct> = {}): Promise<DeskErrorKind | 'none'> => refusalOf(enter(conduct))
  const close = async () => {
    await desk[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
  }
  return { desk, provider, reports, leave, comeBack, enter, refusal, [Symbol.asyncDispose]: close }
}

/** The name of the refusal that something ends in. */
export async function refusalOf(run: Promise<unknown>): Promise<DeskErrorKind | 'none'> {
  try {
    await run
    return 'none'
  } catch (error) {
    if (error instanceof DeskError) return error.kind
    throw error
  }
}
