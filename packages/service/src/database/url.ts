import { type LocalizedText, text } from '@card-member/sdk/protocol'
import { LocalizedError } from '../localized-error.ts'

/** Where a database is: one SQLite file, or a PostgreSQL server. */
export type DatabaseUrl = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string }

const usual: LocalizedText = text({ zh: '数据库地址', en: 'the database' })

/** A URL that names no database. Nothing of the URL is repeated: it may hold a password. */
export class DatabaseUrlError extends LocalizedError {
  override readonly name = 'DatabaseUrlError'
}

/**
 * Reads where a database is: `sqlite:FILE` or `postgres://…`.
 *
 * @param subject what holds the text: an option, or a file
 * @throws {DatabaseUrlError} saying what is expected
 */
export function parseDatabaseUrl(value: string, subject: string | LocalizedText = usual): DatabaseUrl {
  if (value.startsWith('sqlite:') && value.length > 'sqlite:'.length) return { kind: 'sqlite', file: value.slice('sqlite:'.length) }
  const { en, 'zh-CN': zh } = typeof subject === 'string' ? text({ zh: `${subject} `, en: subject }) : subject
  if (!/^postgres(ql)?:\/\//.test(value))
    throw new DatabaseUrlError(
      text({
        zh: `${zh}必须是 sqlite:文件 或 postgres://用户:密码@主机:端口/库名`,
        en: `${en} must be sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/NAME`,
      }),
    )
  if (!isWhole(value))
    throw new DatabaseUrlError(
      text({
        zh: `${zh}是无法解析的 URL。用户名或密码中的 / 须写作 %2F，? 写作 %3F，# 写作 %23，@ 写作 %40，: 写作 %3A，% 写作 %25`,
        en: `${en} is a URL that cannot be read. In a user or a password write / as %2F, ? as %3F, # as %23, @ as %40, : as %3A and % as %25`,
      }),
    )
  return { kind: 'postgres', url: value }
}

/** A URL as it may be shown: without its password, in any part of it. */
export function withoutPassword(value: string): string {
  if (!/^postgres(ql)?:\/\//.test(value)) return value
  return value
    .replace(/(\/\/[^:@/?#]*):[^/?#]*@/g, '$1@')
    .replace(/([?&])password=[^&#]*(&?)/g, (_, before, after) => (after ? before : ''))
}

// What follows a character that should have been encoded is taken for another part of the URL, of which none has an @ in it.
function isWhole(value: string): boolean {
  // As the driver reads it: a socket's folder is named by `?host=`.
  const url = URL.parse(value.replace('@/', '@socket/'))
  if (url === null || url.hash !== '') return false
  const names = [...url.searchParams.keys()]
  return ![url.pathname, ...names].some((part) => part.includes('@'))
}
