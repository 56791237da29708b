import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerReader } from './headers.ts'

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,30}$/)
const value = fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/)
const mixed = (text: string, upper: readonly boolean[]) =>
  Array.from(text, (letter, index) => (upper[index % upper.length] ? letter.toUpperCase() : letter.toLowerCase())).join('')

describe('headerReader', () => {
  it('finds a header however its name is written, as fetch does', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value), fc.array(fc.boolean(), { minLength: 1 }), (headers, upper) => {
        const unique = new Map(Object.entries(headers).map(([key, text]) => [key.toLowerCase(), text]))
        const record = Object.fromEntries([...unique].map(([key, text]) => [mixed(key, upper), text]))
        const read = headerReader(record)
        const fetched = headerReader(new Headers([...unique]))
        for (const [key, text] of unique) {
          expect(read(key)).toBe(text)
          expect(fetched(key)).toBe(text)
        }
      }),
    )
  })

  it('never finds what is not there, prototypes included', () => {
    for (const headers of [{}, { 'X-One': undefined }, new Headers()])
      for (const wanted of ['constructor', '__proto__', 'tostring', 'x-one', 'get'])
        expect(headerReader(headers)(wanted) ?? undefined).toBeUndefined()
  })

  it('joins what came twice, as fetch does', () => {
    expect(headerReader({ 'x-a': ['1', '2'] })('x-a')).toBe('1, 2')
    expect(headerReader({ 'x-a': '1', 'X-A': '2' })('x-a')).toBe('1, 2')
    expect(headerReader({ get: '1' })('get')).toBe('1')
  })
})
