import { afterAll, expect, test } from 'vitest'
import { authorization } from './fixtures/caller.ts'
import { base, createCard, importInput } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'

const running = await startTestPlatform()
const { caller } = running
const { card_id } = await createCard(caller)
afterAll(async () => running[Symbol.asyncDispose]())

const importing = async (over: object) =>
  (await caller.call('POST', `${base}/user-cards/import-by-openid`, importInput(card_id, over))).text
const printable = /^[\x20-\uffff]*$/

test('a wrong value that can be shown is shown', async () => {
  expect(JSON.parse(await importing({ level: '一二三四五六七八九十一' })).detail).toEqual({
    field: '/level',
    value: '一二三四五六七八九十一',
    issue: 'string length exceeds 10',
    location: 'body',
  })
})

test.each([
  ['an emoji', '😀'],
  ['a character of an extension of Chinese', '𠮷'],
  ['half of a character', '\ud83d'],
  ['NUL', 'a\0b'],
  ['a line feed', '一\n二三四五六七八九十一'],
  ['a delete character', '一\u007f二三四五六七八九十一'],
  ['a C1 control character', '一\u0085二三四五六七八九十一'],
  ['a right-to-left override', '一\u202e二三四五六七八九十一'],
  ['a zero-width space', '一\u200b二三四五六七八九十一'],
  ['a byte order mark', '\ufeff二三四五六七八九十一一'],
  ['a line separator', '一\u2028二三四五六七八九十一'],
  ['a private character', '一\ue000二三四五六七八九十一'],
  ['more than 256 characters', 'x'.repeat(257)],
])('a wrong value with %s is left out', async (_, level) => {
  const text = await importing({ level })
  expect(Object.keys(JSON.parse(text).detail)).toEqual(['field', 'issue', 'location'])
  expect(text).toMatch(printable)
})

test.each([
  ['as text', '13800001234'],
  ['as a number', 13_800_001_234],
  ['as an object', { number: '13800001234' }],
  ['too long', '1'.repeat(600)],
])('a sealed field given %s is never repeated', async (_, phone_number) => {
  const text = await importing({ phone_number })
  expect(JSON.parse(text).code).toBe('PARAM_ERROR')
  expect(text).not.toMatch(/1380000|11111/)
})

test('no value below the top of the body is repeated', async () => {
  const profile = { common_field_list: [{ name: '张三', value: '13800001234' }] }
  const text = await importing({ user_information: profile })
  expect(text).not.toMatch(/张三|1380000/)
})

test('what a wrong signature is told of the body is escaped where it needs four bytes, and stays exact', async () => {
  const target = `${base}/user-cards/import-by-openid`
  const body = '"a😀\u202e"'
  const pairs = caller.pairs('POST', target, 'another')
  const { text } = await caller.send('POST', target, body, { authorization: authorization(pairs) })
  expect(text).toContain('\\ud83d\\ude00')
  expect(text).toMatch(printable)
  expect(JSON.parse(text).detail.sign_information.truncated_sign_message).toContain('"a😀')
})
