import { markup } from './markup.ts'
import { memberDocument } from './member-document.ts'

/** The one page of every link that leads nowhere: it tells nothing of why. */
export const noPage = memberDocument(
  'zh-CN',
  '链接无效',
  markup`<section><h1>链接无效</h1><p class="soft">链接可能已使用、已过期或不完整。如需办理，请联系品牌。</p></section>
<section lang="en"><h1>This link does not work</h1><p class="soft">It may have been used, have expired, or be incomplete. Please contact the brand.</p></section>`,
)

/** The page of an address from which too many links are opened, and of a failure. */
export const laterPage = memberDocument(
  'zh-CN',
  '请稍后再试',
  markup`<section><h1>请稍后再试</h1><p class="soft">服务繁忙，请一分钟后重新打开链接。</p></section>
<section lang="en"><h1>Please try again later</h1><p class="soft">The service is busy. Open the link again in a minute.</p></section>`,
)
