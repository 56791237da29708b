import { text } from '@card-member/sdk/contract'

/** Words of `card-member member`. */
export const memberWords = {
  summary: text({
    zh: '查询或导出服务台保存的某会员的数据，用于答复会员的请求。',
    en: 'Find or export what the desk keeps of a member, to answer their request.',
  }),
  find: text({ zh: '查询保存了某会员的哪些数据（仅数量）。', en: 'Count what is kept of a member.' }),
  export: text({
    zh: '导出某会员的全部数据：同意、请求、撤回、作废、批次行、审计事件。',
    en: 'Export everything that is kept of a member: consents, requests, withdrawals, invalidations, rows of batches, events.',
  }),
  openid: text({ zh: '会员的 OpenID', en: 'OpenID of the member' }),
  format: text({ zh: '"json"，或 "html"（可阅读的网页，中英文）', en: 'json, or html (a page to read, in Chinese and English)' }),
  out: text({ zh: '写入此文件，而不是标准输出', en: 'write to this file in place of standard output' }),
  badFormat: text({ zh: '--format 须为 "json" 或 "html"。', en: '--format must be json or html.' }),
} as const
