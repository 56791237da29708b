import { describe, expect, it } from 'vitest'
import { platform, stranger } from '../../test/fixtures/keys.ts'
import { Keyring } from './keyring.ts'
import { readPublicKey } from './rsa-key.ts'

const one = { id: 'PUB_KEY_ID_1', spki: readPublicKey(platform.public_key, 'one') }
const other = { id: 'PUB_KEY_ID_2', spki: readPublicKey(stranger.public_key, 'other') }

describe('a keyring', () => {
  it('seals with the first key until it is told to use another', () => {
    const keyring = new Keyring([one])
    keyring.add(other)
    expect(keyring.current).toBe('PUB_KEY_ID_1')
    keyring.use('PUB_KEY_ID_2')
    expect({ current: keyring.current, ids: keyring.ids() }).toEqual({ current: 'PUB_KEY_ID_2', ids: ['PUB_KEY_ID_1', 'PUB_KEY_ID_2'] })
  })

  it('cannot use a key it does not have', () => {
    expect(() => new Keyring([one]).use('PUB_KEY_ID_3')).toThrow(new RangeError('no key PUB_KEY_ID_3 is known; known: PUB_KEY_ID_1'))
  })
})
