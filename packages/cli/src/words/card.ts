import { text } from '@card-member/sdk/protocol'

/** Words for what a card shows. */
export const cardWords = {
  code: text({ zh: '会员卡 code', en: 'code' }),
  state: text({ zh: '状态', en: 'state' }),
  template: text({ zh: '会员卡模板', en: 'template' }),
  brand: text({ zh: '品牌', en: 'brand' }),
  openid: text({ zh: 'OpenID', en: 'openid' }),
  level: text({ zh: '等级', en: 'level' }),
  validity: text({ zh: '有效期', en: 'valid' }),
  pickup: text({ zh: '领取时间', en: 'taken' }),
  invalidTime: text({ zh: '失效时间', en: 'invalid since' }),
  invalidReason: text({ zh: '失效原因', en: 'reason' }),
  requestId: text({ zh: 'Request-ID', en: 'Request-ID' }),
  consent: text({ zh: '同意凭据', en: 'consent' }),
  forever: text({ zh: '永久有效', en: 'for ever' }),
  range: (begin: string, end: string) => text({ zh: `${begin} 至 ${end}`, en: `${begin} to ${end}` }),
  days: (days: number) => text({ zh: `自领取之日起 ${days} 天`, en: `${days} days from the day it was taken` }),
  UNACTIVATED: text({ zh: 'UNACTIVATED（已领取，未激活）', en: 'UNACTIVATED: taken, not activated' }),
  EFFECTIVE: text({ zh: 'EFFECTIVE（生效中）', en: 'EFFECTIVE: in use' }),
  EXPIRED: text({ zh: 'EXPIRED（已过期）', en: 'EXPIRED: past its validity' }),
  INVALID: text({ zh: 'INVALID（已失效，不可恢复）', en: 'INVALID: ended for good' }),
} as const
