import { describe, expect, test } from 'vitest'
import { PostError } from './post-error.ts'
import { type Address, checkTarget, systemResolve } from './target.ts'

/** Checks a name that resolves to these addresses. */
async function check(addresses: readonly string[], { scheme = 'https', allow_private = false } = {}): Promise<string> {
  const resolve = async () => addresses.map((address): Address => ({ address, family: address.includes(':') ? 6 : 4 }))
  return outcome(`${scheme}://notify.example/path`, allow_private, resolve)
}

async function outcome(url: string, allow_private: boolean, resolve = systemResolve): Promise<string> {
  try {
    const { addresses } = await checkTarget(url, { allow_private, resolve })
    return addresses.map(({ address }) => address).join()
  } catch (error) {
    if (error instanceof PostError) return `${error.failure}: ${error.message}`
    throw error
  }
}

describe('an address that is not public is refused', () => {
  test.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['127.0.0.1', 'loopback'],
    ['127.8.8.8', 'loopback'],
    ['169.254.169.254', 'linkLocal'],
    ['172.31.255.255', 'private'],
    ['192.0.2.1', 'reserved'],
    ['192.168.1.1', 'private'],
    ['198.19.0.1', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:0a00:1', 'private'],
    ['::ffff:169.254.169.254', 'linkLocal'],
    ['::7f00:1', 'not global'],
    ['64:ff9b::7f00:1', 'rfc6052'],
    ['100::1', 'discard'],
    ['2001:db8::1', 'reserved'],
    ['2001::1', 'teredo'],
    ['2002:7f00:1::', '6to4'],
    ['4000::1', 'not global'],
    ['fc00::1', 'uniqueLocal'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['ff02::1', 'multicast'],
  ])('%s', async (address, range) => {
    expect(await check([address])).toBe(`blocked: ${address} is not public (${range})`)
  })

  test('among others that are', async () => {
    expect(await check(['8.8.8.8', '10.0.0.1'])).toBe('blocked: 10.0.0.1 is not public (private)')
  })

  test.each([
    ['https://127.0.0.1/', '127.0.0.1'],
    ['https://0x7f.1/', '127.0.0.1'],
    ['https://2130706433/', '127.0.0.1'],
    ['https://[::1]/', '::1'],
    ['https://[::ffff:7f00:1]/', '::ffff:7f00:1'],
  ])('written as %s', async (url, address) => {
    expect(await outcome(url, false)).toBe(`blocked: ${address} is not public (loopback)`)
  })
})

describe('what may be', () => {
  test('public addresses, all of them', async () => {
    expect(await check(['8.8.8.8', '::ffff:8.8.8.8', '2400:3200::1'])).toBe('8.8.8.8,::ffff:8.8.8.8,2400:3200::1')
  })

  test('private ones where they are allowed, without TLS only this machine', async () => {
    expect(await check(['10.0.0.1'], { allow_private: true })).toBe('10.0.0.1')
    expect(await check(['127.0.0.1', '::1'], { allow_private: true, scheme: 'http' })).toBe('127.0.0.1,::1')
    expect(await check(['10.0.0.1'], { allow_private: true, scheme: 'http' })).toBe('blocked: http to 10.0.0.1, which is not this machine')
    expect(await check(['8.8.8.8'], { allow_private: true, scheme: 'http' })).toBe('blocked: http to 8.8.8.8, which is not this machine')
  })
})

test('anything but https is refused before a name is resolved', async () => {
  const unused = () => Promise.reject(new Error('resolved'))
  expect(await outcome('http://notify.example/', false, unused)).toBe('blocked: notify_url is not https')
  expect(await outcome('ftp://notify.example/', true, unused)).toBe('blocked: notify_url is not https')
  expect(await outcome('notify.example', true, unused)).toBe('blocked: notify_url is no URL')
})

test('a name without an address is unreachable', async () => {
  expect(await check([])).toBe('unreachable: the name has no address')
  expect(await outcome('https://notify.example/', false, () => Promise.reject(new Error('ENOTFOUND')))).toBe(
    'unreachable: the name does not resolve',
  )
})
