import { said } from './said.ts'

/** Words for what a card shows. */
export const cardWords = {
  code: said('code', '会员卡 code'),
  state: said('state', '状态'),
  template: said('template', '会员卡模板'),
  brand: said('brand', '品牌'),
  openid: said('openid', 'OpenID'),
  level: said('level', '等级'),
  validity: said('valid', '有效期'),
  pickup: said('taken', '领取时间'),
  invalidTime: said('invalid since', '失效时间'),
  invalidReason: said('reason', '失效原因'),
  requestId: said('Request-ID', 'Request-ID'),
  consent: said('consent', '同意凭据'),
  forever: said('for ever', '永久有效'),
  range: (begin: string, end: string) => said(`${begin} to ${end}`, `${begin} 至 ${end}`),
  days: (days: number) => said(`${days} days from the day it was taken`, `自领取之日起 ${days} 天`),
  UNACTIVATED: said('UNACTIVATED: taken, not activated', 'UNACTIVATED（已领取，未激活）'),
  EFFECTIVE: said('EFFECTIVE: in use', 'EFFECTIVE（生效中）'),
  EXPIRED: said('EXPIRED: past its validity', 'EXPIRED（已过期）'),
  INVALID: said('INVALID: ended for good', 'INVALID（已失效，不可恢复）'),
} as const
