import { callErrors } from '@card-member/sdk'
import { describe, expect, test } from 'vitest'
import { deskErrors } from '../src/contract/desk-error.ts'
import { invalidationStates } from '../src/contract/invalidation.ts'
import { lostResult, neverSent, noEffect } from '../src/domain/attempt-result.ts'
import { invalidationText } from '../src/domain/batch/row-message.ts'

const han = /\p{Script=Han}/u
const failed = invalidationStates.filter((state) => state !== 'done' && state !== 'sending')

describe('what a row or a call says of itself', () => {
  test.each(
    [...Object.values(deskErrors).map(({ code }) => code), ...Object.keys(callErrors)].flatMap((code) =>
      failed.map((state) => [code, state] as const),
    ),
  )('%s in state %s has words in Chinese and in English, each in one language', (code, state) => {
    const words = invalidationText({ code, state, server_message: '平台用中文给出的说明' })
    expect(words?.['zh-CN']).toMatch(han)
    expect(words?.en).toMatch(/^\w/)
    expect(words?.en).not.toMatch(han)
  })

  test.each([
    [noEffect, '请求没有生效，该卡未变更', 'The call took no effect; the card is unchanged'],
    [neverSent, '请求没有发出，该卡未变更', 'The call was never sent; the card is unchanged'],
    [lostResult, '发送请求的进程已中断，结果待核对', 'The process that sent the call is gone; the outcome is being read back'],
  ])('an attempt that ended as $code says the same in both languages', (result, zh, en) => {
    expect(invalidationText(result)).toEqual({ 'zh-CN': zh, en })
  })

  test.each([
    ['平台用中文给出的说明', { 'zh-CN': '平台用中文给出的说明', en: 'The platform refused the call' }],
    ['What the platform says', { 'zh-CN': '平台拒绝了请求', en: 'What the platform says' }],
  ])('the words of the platform are shown in their own language: %s', (server_message, expected) => {
    expect(invalidationText({ code: 'NEW_CODE', state: 'rejected', server_message })).toEqual(expected)
  })

  test('an unknown outcome says that it is read back, beside what happened', () => {
    expect(invalidationText({ code: 'TIMED_OUT', state: 'unknown', server_message: null })).toEqual({
      'zh-CN': '平台未在时限内应答，结果待核对',
      en: 'The platform did not answer in time; the outcome is being read back',
    })
  })

  test('an unknown outcome repeats no invitation of the platform to try again', () => {
    expect(invalidationText({ code: 'SYSTEM_ERROR', state: 'unknown', server_message: '系统异常，请稍后重试' })).toEqual({
      'zh-CN': '平台没有给出可信的应答，结果待核对',
      en: 'No answer that can be trusted came; the outcome is being read back',
    })
  })

  test('a card that is done, and a row that waits for its first attempt, have nothing to say', () => {
    expect(invalidationText({ code: null, state: 'done', server_message: null })).toBeUndefined()
    expect(invalidationText({ code: null, state: 'pending', server_message: null })).toBeUndefined()
  })
})
