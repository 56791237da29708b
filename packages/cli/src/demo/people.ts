import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor, Desk, Role } from '@card-member/desk'
import { writePrivate } from '@card-member/service'

/** Somebody of the demo's desk. */
interface DemoPerson {
  readonly name: string
  readonly role: Role
}

/** Who works at the demo's desk. */
export const demoPeople = [
  { name: 'wang', role: 'author' },
  { name: 'li', role: 'approver' },
  { name: 'zhang', role: 'clerk' },
  { name: 'chen', role: 'admin' },
  { name: 'liu', role: 'auditor' },
] as const satisfies readonly DemoPerson[]

/** The file that holds what the demo's people sign in with. */
export function peopleFile(folder: string): string {
  return join(folder, 'people.json')
}

/** Adds the demo's people and writes what they sign in with to files that only their owner reads. A lost `people.json` is made anew. */
export async function seedPeople({ people }: Desk, folder: string): Promise<void> {
  if (existsSync(peopleFile(folder))) return
  const known = new Map((await people.list()).map(({ name, person_id }) => [name, person_id]))
  const entries = await Promise.all(
    demoPeople.map(async ({ name, role }) => {
      const password = randomBytes(12).toString('base64url')
      const person_id = known.get(name)
      if (person_id === undefined) {
        const added = await people.add({ name, password, roles: [{ brand_id: '*', role }] }, 'command')
        return { name, role, password, otpauth_uri: added.otpauth_uri }
      }
      await people.setPassword(person_id, password, 'command')
      return { name, role, password, otpauth_uri: await people.renewSecondFactor(person_id, 'command') }
    }),
  )
  const write = (path: string, text: string) => writePrivate(path, `${text}\n`)
  for (const { name, password } of entries) await write(join(folder, `${name}.password`), password)
  // Last, for it tells the next start that the rest is there.
  await write(peopleFile(folder), JSON.stringify(entries, null, 2))
}

/** Who the demo's batch is by. */
export async function demoAuthor({ people }: Desk): Promise<Actor> {
  const [{ name }] = demoPeople
  const found = (await people.list()).find((person) => person.name === name)
  return { person_id: found?.person_id ?? name, name, grants: found?.grants ?? [], second_factor_time: undefined }
}
