import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Actor, type Desk, machineOperator, type Role } from '@card-member/desk'
import { writePrivate } from '@card-member/service/kept-file'

/** Somebody of the demo's desk. */
interface DemoStaff {
  readonly name: string
  readonly full_name: string
  readonly role: Role
}

/** Who works at the demo's desk. Two administrators: what loosens a protection needs both. */
export const demoStaff = [
  { name: 'wang', full_name: '王敏', role: 'author' },
  { name: 'li', full_name: '李强', role: 'approver' },
  { name: 'zhang', full_name: '张婷', role: 'clerk' },
  { name: 'chen', full_name: '陈静', role: 'admin' },
  { name: 'zhou', full_name: '周岚', role: 'admin' },
  { name: 'liu', full_name: '刘洋', role: 'auditor' },
] as const satisfies readonly DemoStaff[]

/** The file that holds what the demo's staff sign in with. */
export function staffFile(folder: string): string {
  return join(folder, 'staff.json')
}

/** Adds the demo's people and writes what they sign in with to files that only their owner reads. A lost `staff.json` is made anew. */
export async function seedStaff({ staff }: Desk, folder: string): Promise<void> {
  if (existsSync(staffFile(folder))) return
  const known = new Map((await staff.list(machineOperator)).map(({ name, staff_id }) => [name, staff_id]))
  const events = await Promise.all(
    demoStaff.map(async ({ name, full_name, role }) => {
      const password = randomBytes(12).toString('base64url')
      const staff_id = known.get(name)
      if (staff_id === undefined) {
        const added = await staff.add(machineOperator, { name, full_name, password, grants: [{ brand_id: '*', role }] })
        return { name, role, password, otpauth_uri: added.otpauth_uri }
      }
      return { name, role, password, ...(await staff.reset(machineOperator, { staff_id, password })) }
    }),
  )
  const write = (path: string, text: string) => writePrivate(path, `${text}\n`)
  for (const { name, password } of events) await write(join(folder, `${name}.password`), password)
  // Last, for it tells the next start that the rest is there.
  await write(staffFile(folder), JSON.stringify(events, null, 2))
}

/** Somebody of the demo, for what the demo does in their name: its batch and its notice. */
export async function demoActor({ staff }: Desk, name: (typeof demoStaff)[number]['name']): Promise<Actor> {
  const found = (await staff.list(machineOperator)).find((staffMember) => staffMember.name === name)
  return { staff_id: found?.staff_id ?? name, name, grants: found?.grants ?? [], second_factor_time: Math.floor(Date.now() / 1000) }
}
