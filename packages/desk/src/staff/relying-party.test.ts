import { describe, expect, test } from 'vitest'
import { relyingPartyOf } from './relying-party.ts'

describe('the relying party of passkeys', () => {
  test.each([
    ['https://desk.example.com', 'desk.example.com', 'https://desk.example.com'],
    ['https://desk.example.com:8443/', 'desk.example.com', 'https://desk.example.com:8443'],
    ['http://localhost:8090', 'localhost', 'http://localhost:8090'],
    ['http://desk.localhost:8090', 'desk.localhost', 'http://desk.localhost:8090'],
  ])('%s has the host name %s and the origin %s', (address, rp_id, origin) => {
    expect(relyingPartyOf(address)).toEqual({ rp_id, origin })
  })

  test.each([
    '',
    'desk',
    'http://127.0.0.1:8090',
    'https://192.0.2.7',
    'https://2130706433',
    'https://[::1]:8090',
    'http://desk.example.com',
  ])('%j has none, for browsers have no passkeys there', (public_url) => {
    const refused = expect.objectContaining({ kind: 'passkey_unavailable', detail: { public_url } })
    expect(() => relyingPartyOf(public_url)).toThrow(refused)
  })
})
