import { DatabaseUrlError, parseDatabaseUrl, withoutPassword } from '../../../packages/service/src/database/url.ts'
import { bytesOf, mutated } from '../mutate.ts'
import { keeping, type Target } from '../target.ts'

const password = 'correct-horse-battery-staple'
const seeds = [
  `postgres://user:${password}@127.0.0.1:5432/desk?sslmode=require`,
  'sqlite:./data/platform.db',
  `postgresql://u:${password}@[::1]/d`,
]

/** The address of a database, with a password in it. */
export const databaseUrl: Target = {
  name: 'database-url',
  inputs: mutated(seeds.map(bytesOf), ['://', '@', ':', '%zz', '?', '#', 'mysql://']),
  open: () => (input) =>
    keeping({ errors: [DatabaseUrlError], secrets: [password] }, () => {
      const text = Buffer.from(input).toString()
      const { kind } = parseDatabaseUrl(text)
      if (kind === 'postgres' && withoutPassword(text).includes(`:${password}@`)) throw new Error('a password is shown')
    }),
}
