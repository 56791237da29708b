import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressKey } from './address-key.ts'

describe('an address is counted by what its sender cannot vary', () => {
  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['1.2.3.4:5678', '1.2.3.4'],
    [' 1.2.3.4 ', '1.2.3.4'],
    ['"1.2.3.4:80"', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['[::ffff:1.2.3.4]:443', '1.2.3.4'],
    ['64:ff9b::1.2.3.4', '1.2.3.4'],
    ['2002:102:304:99::1', '1.2.3.4'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::ffff', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['"[2001:db8:1:2::1]:4711"', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s as %s', (text, key) => {
    expect(addressKey(text)).toBe(key)
  })

  test.each([
    '',
    'unknown',
    '_hidden',
    '_hidden:80',
    'host.example',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '[::1',
    '1.2.3.4:999999',
    ':::',
    '%',
  ])('and %o, which is none, as one with all others that are none', (text) => {
    expect(addressKey(text)).toBe('unknown')
  })

  test('whatever port and whatever lower half it has', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16))
    const halves = fc.array(group, { minLength: 4, maxLength: 4 }).map((groups) => groups.join(':'))
    const port = fc.integer({ min: 0, max: 65_535 })
    fc.assert(
      fc.property(halves, halves, port, (lower, other, at) => {
        expect(addressKey(`[2001:db8:1:2:${lower}]:${at}`)).toBe(addressKey(`2001:db8:1:2:${other}`))
      }),
    )
  })

  test('whatever is written, and never with an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.[]%"') })),
        (text) => void addressKey(text),
      ),
    )
  })
})
