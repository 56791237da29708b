import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatabaseUrlError, parseDatabaseUrl, withoutPassword } from './url.ts'

test.each([
  ['sqlite:./data/platform.db', { kind: 'sqlite', file: './data/platform.db' }],
  ['sqlite:/var/lib/platform.db', { kind: 'sqlite', file: '/var/lib/platform.db' }],
  ['postgres://u:p@h:5432/n', { kind: 'postgres', url: 'postgres://u:p@h:5432/n' }],
  ['postgresql://h/n', { kind: 'postgres', url: 'postgresql://h/n' }],
  ['postgres://u:p@/n?host=/var/run/postgresql', { kind: 'postgres', url: 'postgres://u:p@/n?host=/var/run/postgresql' }],
  ['postgres:///n', { kind: 'postgres', url: 'postgres:///n' }],
  ['postgres://u:a%2Fb%40c@h/n?sslmode=require', { kind: 'postgres', url: 'postgres://u:a%2Fb%40c@h/n?sslmode=require' }],
  ['postgres://h/n?user=u&password=a@b', { kind: 'postgres', url: 'postgres://h/n?user=u&password=a@b' }],
])('%s is where a database is', (text, expected) => {
  expect(parseDatabaseUrl(text)).toEqual(expected)
})

test.each(['', 'sqlite:', 'platform.db', 'mysql://u:a-password@h/n', 'POSTGRES://u:a-password@h/n'])(
  '%o is refused without being repeated',
  (text) => {
    expect(() => parseDatabaseUrl(text)).toThrow(/^the database must be sqlite:FILE or postgres:\/\/USER:PASSWORD@HOST:PORT\/NAME$/)
  },
)

test.each(['/', '?', '#', '1/', '1?', '1#'])(
  'a password with %o that is not encoded is refused, and told how to be written',
  (character) => {
    const refused = () => parseDatabaseUrl(`postgres://u:${character}secret@h:5432/n`, 'desk.url')
    expect(refused).toThrow(DatabaseUrlError)
    expect(refused).toThrow(/^desk\.url is a URL that cannot be read\. In a user or a password write \/ as %2F, /)
  },
)

describe('a URL that is shown', () => {
  test.each([
    ['postgres://u:secret@h:5432/n', 'postgres://u@h:5432/n'],
    ['postgres://u:se@cret@h/n', 'postgres://u@h/n'],
    ['postgres://u:se:cret%2F@h/n', 'postgres://u@h/n'],
    ['postgresql://:secret@h/n', 'postgresql://@h/n'],
    ['postgres://u@h/n?password=secret', 'postgres://u@h/n'],
    ['postgres://u@h/n?password=secret&sslmode=require', 'postgres://u@h/n?sslmode=require'],
    ['postgres://u@h/n?sslmode=require&password=se@cret', 'postgres://u@h/n?sslmode=require'],
    ['postgres://u:secret@/n?host=/run&password=secret', 'postgres://u@/n?host=/run'],
    ['postgres://u:secret@h/n?sslmode=postgres://u:secret@h/n', 'postgres://u@h/n?sslmode=postgres://u@h/n'],
    ['postgres://u@h/n', 'postgres://u@h/n'],
    ['sqlite:./a:b@c.db', 'sqlite:./a:b@c.db'],
  ])('%s is shown as %s', (text, shown) => {
    expect(withoutPassword(text)).toBe(shown)
  })

  test('is the same whatever its password is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (password) => {
        const encoded = encodeURIComponent(password.toWellFormed())
        for (const text of [`postgres://u:${encoded}@h/n`, `postgres://u@h/n?password=${encoded}`]) {
          expect(parseDatabaseUrl(text)).toEqual({ kind: 'postgres', url: text })
          expect(withoutPassword(text)).toBe('postgres://u@h/n')
        }
      }),
    )
  })
})
