import { type CleanedWhere, createAdapterFactory } from 'better-auth/adapters'
import { type RawBuilder, sql } from 'kysely'
import { tokenHash } from './token-hash.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/**
 * better-auth on the desk's own connections: reads do not wait for the writer, times are Unix seconds, and a session's token is
 * kept as its hash. better-auth's own adapter for Kysely would keep ISO texts on one database, timestamps on the other, and tokens
 * as they are. It makes sessions and reads people and accounts; whatever changes is the desk's own business, with its audit log.
 */
export function authAdapter({ database: { read, write } }: UnitOfWork) {
  return createAdapterFactory({
    config: {
      adapterId: 'desk',
      customTransformInput: ({ data }) => (data instanceof Date ? Math.floor(data.getTime() / 1000) : data),
      customTransformOutput: ({ data, fieldAttributes }) =>
        fieldAttributes.type === 'date' && typeof data === 'number' ? new Date(data * 1000) : data,
    },
    adapter: () => ({
      create: async ({ model, data }) => {
        const names = sql.join(Object.keys(data).map((name) => sql.ref(name)))
        const values = sql.join(Object.entries(data).map(([name, value]) => stored(name, value)))
        await sql`insert into ${sql.table(model)} (${names}) values (${values})`.execute(write)
        // With its token as it was given: whoever makes a session needs it for the cookie, and it is known only now.
        return data
      },
      findOne: async <T>({ model, where }: { model: string; where: CleanedWhere[] }) => {
        const { rows } = await sql<T>`select * from ${sql.table(model)} where ${all(where)} limit 1`.execute(read)
        return rows[0] ?? null
      },
      findMany: async <T>({ model, where = [], limit }: { model: string; where?: CleanedWhere[] | undefined; limit: number }) => {
        const { rows } = await sql<T>`select * from ${sql.table(model)} where ${all(where)} limit ${limit}`.execute(read)
        return rows
      },
      count: unused,
      update: unused,
      updateMany: unused,
      delete: unused,
      deleteMany: unused,
    }),
  })
}

function all(where: readonly CleanedWhere[]): RawBuilder<unknown> {
  if (where.length === 0) return sql`1 = 1`
  return sql.join(where.map(one), sql` and `)
}

function one({ field, operator, connector, value }: CleanedWhere): RawBuilder<unknown> {
  if (connector !== 'AND') throw new Error('the desk asks for no alternatives')
  if (operator === 'eq') return sql`${sql.ref(field)} = ${stored(field, value)}`
  throw new Error(`the desk asks for nothing by "${operator}"`)
}

function stored(name: string, value: unknown): unknown {
  return name === 'token_hash' && typeof value === 'string' ? tokenHash(value) : value
}

function unused(): Promise<never> {
  return Promise.reject(new Error('the desk changes its people by itself'))
}
