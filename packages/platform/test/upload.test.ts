import { expect, test } from 'vitest'
import { authorization } from './caller.ts'
import { answerOf } from './card-calls.ts'
import { startTestPlatform } from './platform-fixture.ts'

const target = '/v3/brand/partner/card-member/media/image-upload'

test('an upload without its file is told so, not that its signature is wrong', async () => {
  await using test = await startTestPlatform()
  const { caller } = test
  const meta = JSON.stringify({ filename: 'card.png', sha256: 'a'.repeat(64) })
  const body = `--b\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n${meta}\r\n--b--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=b', authorization: authorization(caller.pairs('POST', target, meta)) }
  expect(answerOf(await caller.send('POST', target, body, headers))).toEqual([
    400,
    { code: 'PARAM_ERROR', message: '参数错误', detail: { issue: 'must have the parts meta and file', location: 'body' } },
  ])
})
