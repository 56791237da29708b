import { expect, test } from 'vitest'
import { parseDatabaseUrl } from './url.ts'

test.each([
  ['sqlite:./data/platform.db', { kind: 'sqlite', file: './data/platform.db' }],
  ['sqlite:/var/lib/platform.db', { kind: 'sqlite', file: '/var/lib/platform.db' }],
  ['postgres://u:p@h:5432/n', { kind: 'postgres', url: 'postgres://u:p@h:5432/n' }],
  ['postgresql://h/n', { kind: 'postgres', url: 'postgresql://h/n' }],
])('%s', (text, expected) => {
  expect(parseDatabaseUrl(text)).toEqual(expected)
})

test.each(['', 'sqlite:', 'platform.db', 'mysql://u:a-password@h/n', 'POSTGRES://u:a-password@h/n'])(
  '%o is refused without being repeated',
  (text) => {
    expect(() => parseDatabaseUrl(text)).toThrow(/^the database must be sqlite:FILE or postgres:\/\/USER:PASSWORD@HOST:PORT\/NAME$/)
  },
)
