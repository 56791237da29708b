import { expect, it } from 'vitest'
import { demandNode } from './node-version.ts'

it('says which Node a package needs when it is older, and nothing otherwise', () => {
  expect(() => demandNode('@card-member/platform', '20.20.2')).toThrow(
    '@card-member/platform needs Node.js 24 or newer; this is 20.20.2. Install it from https://nodejs.org/',
  )
  expect(() => demandNode('@card-member/platform', '24.0.0')).not.toThrow()
})
