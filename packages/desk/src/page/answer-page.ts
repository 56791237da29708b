import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { NoticeLanguage } from '../contract/consent.ts'
import { type Markup, markup } from './markup.ts'
import { memberDocument } from './member-document.ts'
import { minutesOf, type NoticeWords } from './request-page.ts'

/** What became of a member's answer. */
export interface AnswerWords {
  readonly language: NoticeLanguage
  readonly answer: 'agree' | 'refuse'
  readonly notice: NoticeWords
  readonly code_last4: string
  readonly time: string
  readonly consent_id: string | undefined
}

const words = {
  agreed: text({ zh: '您已同意注销会员卡', en: 'You agreed to end your membership' }),
  agreedLead: text({
    zh: '品牌将办理注销。注销之前，您仍可撤回同意。',
    en: 'The brand will end it. Until then you can still withdraw your consent.',
  }),
  refused: text({ zh: '您未同意注销会员卡', en: 'You did not agree' }),
  refusedLead: text({
    zh: '会员卡保持不变，您此前对注销此卡的同意也已一并撤回。',
    en: 'Your card stays as it is, and any consent that you gave before to end this card is withdrawn.',
  }),
  card: text({ zh: '会员卡号', en: 'Member card' }),
  time: text({ zh: '时间', en: 'Time' }),
  number: text({ zh: '凭证编号', en: 'Number' }),
  notice: text({ zh: '告知文本版本', en: 'Version of the notice' }),
  withdrawal: text({ zh: '如何撤回', en: 'How to withdraw' }),
  contact: text({ zh: '联系方式', en: 'Contact' }),
  keep: text({
    zh: '建议截图保存本页。本链接已使用，不能再次打开。',
    en: 'Keep a screenshot of this page. The link is used and does not open again.',
  }),
}

/** What a member sees after they answered. */
export function answerPage({ language, answer, notice, code_last4, time, consent_id }: AnswerWords): string {
  const say = (one: LocalizedText) => one[language]
  const agreed = answer === 'agree'
  const title = say(agreed ? words.agreed : words.refused)
  const term = (name: LocalizedText, value: string): Markup => markup`<dt>${say(name)}</dt><dd class="lines">${value}</dd>`
  const terms = [
    term(words.card, `**** ${code_last4}`),
    term(words.time, say(minutesOf(time))),
    ...(consent_id === undefined ? [] : [term(words.number, consent_id)]),
    term(words.notice, String(notice.version)),
    ...(agreed ? [term(words.withdrawal, notice.withdrawal)] : []),
    term(words.contact, `${notice.brand_name}\n${notice.brand_contact}`),
  ]
  const content = markup`<div class="top"><span class="brand">${notice.brand_name}</span></div>
<section class="done"><h1>${title}</h1><p>${say(agreed ? words.agreedLead : words.refusedLead)}</p></section>
<section><dl>${terms}</dl></section>
<p class="foot">${say(words.keep)}</p>`
  return memberDocument(language, title, content)
}
