import { describe, expect, test } from 'vitest'
import { expectOneLanguage } from '../../../../test/one-language.ts'
import { readWitnessFailure, witnessFailureText } from './witness-failure.ts'

describe('why a witness has not cosigned', () => {
  test.each([
    ['unreachable', 'ECONNREFUSED', 'cannot be reached (ECONNREFUSED)'],
    ['refused', '403', 'did not cosign: status 403'],
    ['ahead', '17', 'cosigned 17 events, more than this log has: the log may have been rolled back'],
    ['cosignature_wrong', null, 'its answer has no good cosignature'],
    ['proof_missing', null, 'stored hashes are missing, so there is no consistency proof; verify the audit log'],
  ])('is told for %s in both languages', (code, detail, english) => {
    const failure = readWitnessFailure(code, detail)
    expect(failure).toEqual(detail === null ? { code } : { code, detail })
    if (failure === null) throw new Error('it is known')
    const words = witnessFailureText(failure)
    expect(words.en).toBe(english)
    expectOneLanguage({ en: words.en, zh: words['zh-CN'] })
  })

  test('is nothing after a success', () => {
    expect(readWitnessFailure(null, null)).toBeNull()
  })
})
