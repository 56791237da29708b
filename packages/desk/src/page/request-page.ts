import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { NoticeLanguage } from '../contract/consent.ts'
import { type Markup, markup } from './markup.ts'
import { memberDocument } from './member-document.ts'

/** What a notice says, in one language. */
export interface NoticeWords {
  readonly version: number
  readonly brand_name: string
  readonly brand_contact: string
  readonly provider_name: string | undefined
  readonly provider_contact: string | undefined
  readonly text: string
  readonly purpose: string
  readonly loss: string
  readonly withdrawal: string
}

/** What a member is asked. */
export interface RequestWords {
  readonly language: NoticeLanguage
  readonly notice: NoticeWords
  readonly code_last4: string
  readonly invalid_reason: string
  readonly expire_time: string
  /** Goes back with the answer. */
  readonly shown: string
}

const words = {
  title: text({ zh: '注销会员卡确认', en: 'End your membership' }),
  other: text({ zh: 'English', en: '中文' }),
  lead: text({ zh: '请阅读以下内容，再选择是否同意。', en: 'Please read this, then choose whether you agree.' }),
  card: text({ zh: '会员卡号', en: 'Member card' }),
  loss: text({ zh: '注销后您将失去', en: 'What you will lose' }),
  notice: text({ zh: '告知', en: 'Notice' }),
  purpose: text({ zh: '处理目的', en: 'Purpose' }),
  reason: text({ zh: '注销原因', en: 'Reason' }),
  brand: text({ zh: '由谁负责', en: 'Responsible' }),
  provider: text({ zh: '技术服务方', en: 'Service provider' }),
  withdrawal: text({ zh: '如何撤回', en: 'How to withdraw' }),
  agree: text({ zh: '同意注销', en: 'Agree' }),
  refuse: text({ zh: '不同意', en: 'Do not agree' }),
  unasked: text({
    zh: '如果您没有申请注销，请选择“不同意”，会员卡保持不变。',
    en: 'If you did not ask for this, choose “Do not agree”: your card stays as it is.',
  }),
  until: (time: LocalizedText) =>
    text({
      zh: `本页仅供您本人使用，请勿转发。链接只能使用一次，有效期至 ${time['zh-CN']}。`,
      en: `This page is for you alone: do not forward it. The link works once, until ${time.en}.`,
    }),
}

/** The page on which a member agrees or refuses. It works without script; only its two buttons change anything. */
export function requestPage({ language, notice, code_last4, invalid_reason, expire_time, shown }: RequestWords): string {
  const say = (one: LocalizedText) => one[language]
  const content = markup`<div class="top"><span class="brand">${notice.brand_name}</span><a href="?lang=${language === 'en' ? 'zh-CN' : 'en'}" lang="${language === 'en' ? 'zh-CN' : 'en'}">${say(words.other)}</a></div>
<section><h1>${say(words.title)}</h1><p class="soft">${say(words.lead)}</p>
<div class="member"><span>${say(words.card)}</span><b>**** ${code_last4}</b></div></section>
<section class="loss"><h2>${say(words.loss)}</h2><p class="lines">${notice.loss}</p></section>
<section><h2>${say(words.notice)}</h2><p class="lines">${notice.text}</p></section>
<section><dl>${terms(notice, language, invalid_reason)}</dl></section>
<section class="ask"><form method="post" action="?"><input type="hidden" name="language" value="${language}"><input type="hidden" name="shown" value="${shown}">
<button class="agree" name="answer" value="agree">${say(words.agree)}</button><button name="answer" value="refuse">${say(words.refuse)}</button></form></section>
<p class="foot">${say(words.unasked)}<br>${say(words.until(minutesOf(expire_time)))}</p>`
  return memberDocument(language, say(words.title), content)
}

function terms(notice: NoticeWords, language: NoticeLanguage, invalid_reason: string): Markup[] {
  const provider = [notice.provider_name, notice.provider_contact].filter((part) => part !== undefined).join('\n')
  const pairs: readonly (readonly [LocalizedText, string])[] = [
    [words.purpose, notice.purpose],
    [words.reason, invalid_reason],
    [words.brand, `${notice.brand_name}\n${notice.brand_contact}`],
    [words.provider, provider],
    [words.withdrawal, notice.withdrawal],
  ]
  return pairs.filter(([, value]) => value !== '').map(([term, value]) => markup`<dt>${term[language]}</dt><dd class="lines">${value}</dd>`)
}

/** A time such as `2026-11-24T10:00:00+08:00` without its seconds. */
export function minutesOf(time: string): LocalizedText {
  const [day = '', clock = ''] = time.split('T')
  const minutes = `${day} ${clock.slice(0, 5)}`
  return text({ zh: `${minutes}（北京时间）`, en: `${minutes} (Beijing time)` })
}
