import { describe, expect, test } from 'vitest'
import { expiryOfChallenge, makeChallenge } from './challenge.ts'

const secret = 'a secret for tests of thirty-two'
const now = 1_795_000_000

describe('a challenge', () => {
  test('is good for its purpose, for five minutes', () => {
    const challenge = makeChallenge('confirm a', { secret, now })
    const read = (time: number, purpose: 'confirm a' | 'confirm b' | 'register a' | 'sign in' = 'confirm a') =>
      expiryOfChallenge(challenge, purpose, { secret, now: time })
    expect([read(now), read(now + 299), read(now + 300)]).toEqual([now + 300, now + 300, undefined])
    expect([read(now, 'confirm b'), read(now, 'register a'), read(now, 'sign in')]).toEqual([undefined, undefined, undefined])
    expect(expiryOfChallenge(challenge, 'confirm a', { secret: `${secret}!`, now })).toBeUndefined()
  })

  test('is another one each time, and none that was changed or written in another way is taken', () => {
    const challenge = makeChallenge('sign in', { secret, now })
    expect(makeChallenge('sign in', { secret, now })).not.toBe(challenge)
    const bytes = Buffer.from(challenge, 'base64url')
    const changed = [...bytes.keys()].map((at) => {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ 1
      return copy.toString('base64url')
    })
    const others = ['', 'AAAA', `${challenge}=`, `${challenge}A`, challenge.slice(0, -4), `${bytes.toString('base64')}`]
    for (const each of [...changed, ...others])
      expect([each, expiryOfChallenge(each, 'sign in', { secret, now })]).toEqual([each, undefined])
  })
})
