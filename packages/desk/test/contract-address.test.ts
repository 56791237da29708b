import { pathFields } from '@card-member/sdk/contract'
import { expect, test } from 'vitest'
import { contract } from '../src/contract/contract.ts'
import { files } from '../src/contract/files.ts'

// Addresses are in the logs of proxies and the histories of browsers.
test('no path and no query of the desk has an OpenID or the code of a card', () => {
  const operations = [...Object.values(contract), ...Object.values(files)]
  expect(operations.length).toBeGreaterThan(70)
  for (const operation of operations)
    for (const field of [...pathFields(operation), ...operation.query]) expect(field).not.toMatch(/openid|code|phone|text/)
})
