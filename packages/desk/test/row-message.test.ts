import { callErrors } from '@card-member/sdk'
import { describe, expect, test } from 'vitest'
import { deskErrors } from '../src/contract/desk-error.ts'
import { invalidationStates } from '../src/contract/invalidation.ts'
import { leftBehind, neverSent, neverTookEffect } from '../src/domain/attempt-result.ts'
import { invalidationText } from '../src/domain/batch/row-message.ts'

const han = /\p{Script=Han}/u
const failed = invalidationStates.filter((state) => state !== 'done' && state !== 'sending')

describe('what a row or a call says of itself', () => {
  test.each(
    [...Object.values(deskErrors).map(({ code }) => code), ...Object.keys(callErrors)].flatMap((code) =>
      failed.map((state) => [code, state] as const),
    ),
  )('%s in state %s has words in Chinese and in English, each in one language', (code, state) => {
    const words = invalidationText({ code, state, message: '平台用中文给出的说明' })
    expect(words?.['zh-CN']).toMatch(han)
    expect(words?.en).toMatch(/^\w/)
    expect(words?.en).not.toMatch(han)
  })

  test.each([
    [neverTookEffect, '请求没有生效，该卡未变更', 'The call took no effect; the card is unchanged'],
    [neverSent, '请求没有发出，该卡未变更', 'The call was never sent; the card is unchanged'],
    [leftBehind, '发送请求的进程已中断，结果待核对', 'The process that sent the call is gone; the outcome is being read back'],
  ])('an attempt that ended as $code says the same in both languages', (result, zh, en) => {
    expect(invalidationText(result)).toEqual({ 'zh-CN': zh, en })
  })

  test('a card that is done, and a row that waits for its first attempt, have nothing to say', () => {
    expect(invalidationText({ code: null, state: 'done', message: null })).toBeUndefined()
    expect(invalidationText({ code: null, state: 'pending', message: null })).toBeUndefined()
  })
})
