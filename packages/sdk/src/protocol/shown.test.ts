import { describe, expect, it } from 'vitest'
import { vectorKey } from '../../../../vectors/read.ts'
import { named, shown } from './shown.ts'

const pem = vectorKey('merchant.pem')
const [, line = ''] = pem.split('\n')

describe('a value of a setting in an error', () => {
  it.each([
    'apiv3.key',
    '/etc/card-member/keys/apiclient_key.pem',
    '/etc/card-member/production-keys/apiclient',
    '5157F09EFDC096DE15EBE81A47057A7232F1B8E',
    '0x5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    'PUB_KEY_ID_0119000000012026071400000000000001',
    '1900000001',
    '',
  ])('is shown: %s', (value) => {
    expect(shown(value)).toBe(value)
  })

  it.each<[string, string]>([
    ['an APIv3 key', '0123456789abcdefghijklmnopqrstuv'],
    ['a hash that is used as a key', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['a token with dashes', 'aB3-dE6_gH9-jK2_mN5-pQ8_sT1-vW4x'],
    ['a PEM', pem],
    ['a line of a PEM', line],
    ['a PEM behind a folder', `/etc/keys/${line}`],
  ])('is told by its length: %s', (_what, value) => {
    expect(shown(value)).toBe(`*** (${value.length})`)
  })

  it('is named with its setting', () => {
    for (const path of ['apiv3.key', '../keys/5157F09EFDC096DE15EBE81A47057A7232F1B8E1.pem'])
      expect(named('apiv3_key_file', path)).toBe(`apiv3_key_file "${path}"`)
    expect(named('apiv3_key_file', '0123456789abcdefghijklmnopqrstuv')).toBe('apiv3_key_file "*** (32)"')
  })
})
