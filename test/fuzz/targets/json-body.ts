import { check, gather, issueTextOf, operations, PlatformError } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { bodyOf } from '../../../packages/service/src/request-body.ts'
import { changedBy, mutatedJson } from '../mutate.ts'
import { keeping, type Target } from '../target.ts'

const card = {
  brand_id: '1004',
  card_id: 'pbLatjvWOibDc5-TBnbUk1pD12o0',
  openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA',
  user_card_code: '478515832665',
  invalid_reason: '用户申请退会',
  out_request_no: 'r-1',
  card_title: '会员卡',
  valid_date_information: { type: 'FIXED_TIME', available_begin_time: '2026-07-14T10:00:00+08:00', available_day_after_receive: 30 },
  user_information: { common_field_list: [{ name: 'USER_FORM_FLAG_SEX', value: '男' }] },
  phone_number: '12345678999',
  limit: 20,
  offset: 0,
}
const deep = fc.nat(20_000).map((depth) => new TextEncoder().encode(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`))
const bodies = fc.oneof(
  { weight: 99, arbitrary: mutatedJson([card, [card], {}], ['FIXED_TIME', '9999-12-31T23:59:59+08:00']) },
  { weight: 1, arbitrary: changedBy(deep) },
)

/** A JSON body of any operation, and a query beside it: its last byte says of which operation. */
export const jsonBody: Target = {
  name: 'json-body',
  inputs: fc.tuple(bodies, fc.nat(255)).map(([body, which]) => Uint8Array.from([...body, which])),
  open: () => (input) =>
    keeping({ errors: [PlatformError] }, () => {
      const operation = operations[(input.at(-1) ?? 0) % operations.length]
      if (operation === undefined) return
      const given = input.subarray(0, -1)
      const body = operation.encoding === 'multipart' ? given : bodyOf(operation, given, undefined)
      const gathered = gather(operation, { path: {}, query: 'limit=1&offset=x', body })
      if (!('input' in gathered)) return
      for (const issue of check(operation.input, gathered.input)) issueTextOf(issue)
      JSON.stringify(gathered.input)
    }),
}
