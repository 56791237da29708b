import { deskErrors } from '@card-member/desk/contract'
import { callErrors, credentialErrors } from '@card-member/sdk'
import { platformErrors } from '@card-member/sdk/contract'
import { webhookErrors } from '@card-member/sdk/webhook'
import { tlogErrors } from '@card-member/tlog'
import { describe, expect, it } from 'vitest'
import { batchFaults } from '../../desk/src/domain/batch/fault-words.ts'
import { batchFileErrors } from '../../desk/src/files/batch-file-error.ts'
import { rowFaults } from '../../desk/src/files/row-fault.ts'
import { errorsPage } from './errors-page.ts'
import { textOf } from './guide-page.ts'

describe('docs/errors.md', () => {
  it('says what the tables say', () => {
    expect(textOf('docs/errors.md')).toBe(errorsPage())
  })

  it('has a row for every code, and no other', () => {
    const rows = Array.from(textOf('docs/errors.md').matchAll(/^\| `(\w+)` \|/gm), ([, name]) => name)
    const ofDesk = [deskErrors, batchFileErrors, rowFaults, batchFaults].flatMap((catalogue) => Object.keys(catalogue))
    expect(rows).toEqual([
      ...Object.keys(platformErrors),
      ...Object.keys(credentialErrors),
      ...Object.keys(callErrors),
      ...Object.keys(webhookErrors),
      ...Object.keys(tlogErrors),
      ...ofDesk,
    ])
  })
})
