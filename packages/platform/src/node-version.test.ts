import { expect, it } from 'vitest'
import { demandNode } from './node-version.ts'

it('says which Node the platform needs when it is older, and nothing otherwise', () => {
  expect(() => demandNode('20.20.2')).toThrow('@card-member/platform needs Node 24 or newer; this is Node 20.20.2.')
  expect(() => demandNode('24.0.0')).not.toThrow()
})
