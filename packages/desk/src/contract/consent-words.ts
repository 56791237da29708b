import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { Channel } from './channel.ts'
import type { Consenter, Expression, Proof } from './consent.ts'

/** How a member was informed. */
export const channelWords: Readonly<Record<Channel, LocalizedText>> = {
  sms: text({ zh: '短信', en: 'SMS' }),
  phone: text({ zh: '电话', en: 'Phone' }),
  store: text({ zh: '门店', en: 'Store' }),
  online: text({ zh: '线上', en: 'Online' }),
  mail: text({ zh: '邮件', en: 'Mail' }),
}

/** How a member expressed that they agree. */
export const expressionWords: Readonly<Record<Expression, LocalizedText>> = {
  reply: text({ zh: '书面回复', en: 'Reply' }),
  click: text({ zh: '点击按钮', en: 'Click' }),
  signature: text({ zh: '签名', en: 'Signature' }),
  spoken: text({ zh: '口头', en: 'Spoken' }),
}

/** Who agreed. */
export const consenterWords: Readonly<Record<Consenter, LocalizedText>> = {
  member: text({ zh: '会员本人', en: 'The member' }),
  guardian: text({ zh: '监护人', en: 'The guardian' }),
}

/** What shows that the member agreed. */
export const proofWords: Readonly<Record<Proof, LocalizedText>> = {
  member_page: text({ zh: '会员在本服务台的页面上自行点击', en: 'The click of the member on the page of this desk' }),
  evidence: text({ zh: '凭据文件', en: 'Evidence files' }),
  statement: text({ zh: '登记人的陈述', en: 'The statement of who recorded it' }),
}
