import { text } from '@card-member/sdk/contract'

/** Words of the commands that ask members for consent, and of those on notices. */
export const consentRequestWords = {
  ask: text({
    zh: '请会员自行表示同意：打印一个链接，由品牌发给该会员；7 天内有效，只能使用一次。',
    en: 'Ask a member for consent: prints a link for the brand to send to this member. It works once, for 7 days.',
  }),
  publicUrl: text({
    zh: '会员的浏览器访问服务台的地址；默认为运行中服务台的地址',
    en: 'where browsers of members reach the desk (default: that of the desk that runs)',
  }),
  asked: (id: string, until: string) =>
    text({
      zh: `同意请求 ${id}，有效期至 ${until}。请只发给该会员；链接不再显示：`,
      en: `Request ${id}, until ${until}. Send the link to this member alone; it is not shown again:`,
    }),
  replaced: (id: string) =>
    text({ zh: `该卡此前的请求 ${id} 已停用。`, en: `The request ${id} for the card was open; its link works no more.` }),
  requests: text({ zh: '列出发给会员的同意请求，最新的在前。', en: 'List the requests to members, the newest first.' }),
  state: text({ zh: '"open"、"agreed"、"refused" 或 "stopped"', en: 'open, agreed, refused or stopped' }),
  badState: (states: string) => text({ zh: `--state 须为其中之一：${states}。`, en: `--state must be one of: ${states}.` }),
  none: text({ zh: '没有同意请求。', en: 'There are no requests.' }),
  stop: text({ zh: '停用一个同意请求：其链接不再有效。', en: 'Stop a request: its link works no more.' }),
  requestId: text({ zh: '同意请求的 ID', en: 'id of the request' }),
  stopped: (id: string) => text({ zh: `${id} 已停用。`, en: `${id} is stopped.` }),
  export: text({
    zh: '按 ISO/IEC TS 27560 把一条同意写成 JSON；--receipt 写成可交给会员的凭证（网页，中英文）。',
    en: 'Write a consent as a record of ISO/IEC TS 27560 (JSON); with --receipt as a page for the member, in Chinese and English.',
  }),
  receipt: text({ zh: '可交给会员的凭证', en: 'a receipt for the member' }),
  out: text({ zh: '写入此文件，而不是标准输出', en: 'write to this file in place of standard output' }),
  notices: text({ zh: '列出告知文本的各版本，最新的在前。', en: 'List the versions of the notice, the newest first.' }),
  addNotice: text({
    zh: '从 JSON 文件新增告知文本的一个版本（text_zh、text_en、brand_name、brand_contact 等）；打印版本号。',
    en: 'Add a version of the notice from a JSON file (text_zh, text_en, brand_name, brand_contact, …); prints its number.',
  }),
  noticeFile: text({ zh: 'JSON 文件，字段同接口 addNotice', en: 'JSON file with the fields of the API (addNotice)' }),
} as const
