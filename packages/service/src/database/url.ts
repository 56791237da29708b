/** Where a database is: one SQLite file, or a PostgreSQL server. */
export type DatabaseUrl = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string }

/**
 * Reads a `--database` value: `sqlite:FILE` or `postgres://…`.
 *
 * @throws {Error} saying what is expected; the text itself is not repeated, it may hold a password
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length) return { kind: 'sqlite', file: text.slice('sqlite:'.length) }
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', url: text }
  throw new Error('the database must be sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/NAME')
}
