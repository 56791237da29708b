import type { Finding } from '../doctor/index.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { demandServed } from './connection.ts'
import { brandsHeld, connectionFor } from './connection-access.ts'
import { type Context, secondsOf, write } from './context.ts'

/** Which connection to check, and for which brand. */
export interface CheckInput {
  readonly name: string
  readonly brand_id?: string | undefined
}

/** What a check of a connection found, in Unix seconds. */
export interface CheckReport {
  readonly check_time: number
  readonly brand_id: string | undefined
  readonly findings: readonly Finding[]
}

/** Checks the credential of a connection and its way to the platform; the audit log notes who did and what was wrong. */
export async function checkConnection(context: Context, actor: Actor, { name, brand_id: given }: CheckInput): Promise<CheckReport> {
  const connection = connectionFor(context, actor, 'administer', name)
  if (given !== undefined) {
    demand(actor, 'administer', given)
    demandServed(connection, given)
  }
  const held = brandsHeld(actor, 'administer')
  const served = connection.brands ?? held.filter((brand_id) => brand_id !== '*')
  const brand_id = given ?? served.find((each) => held.includes('*') || held.includes(each))
  const findings = await connection.check(brand_id)
  const failures = findings.filter(({ level }) => level === 'failure').map(({ code }) => code)
  await write(context, (store) =>
    context.auditLog.append(store, [
      {
        brand_id: '',
        actor: actor.staff_id,
        action: 'connection.check',
        facts: { connection: name, brand_id: brand_id ?? null, failures },
      },
    ]),
  )
  return { check_time: secondsOf(context.clock), brand_id, findings }
}
