import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { Channel } from '../contract/channel.ts'
import type { Consenter, Expression, NoticeLanguage, Proof } from '../contract/consent.ts'
import { channelWords, consenterWords, expressionWords, proofWords } from '../contract/consent-words.ts'
import { type Markup, markup } from './markup.ts'
import { memberDocument } from './member-document.ts'
import { minutesOf, type NoticeWords } from './request-page.ts'

/** What a receipt says of a consent; the notice once in each language. */
export interface ReceiptWords {
  readonly consent_id: string
  readonly code_last4: string
  readonly invalid_reason: string
  readonly channel: Channel
  readonly told_by: string
  readonly told_at: string
  readonly expressed: Expression
  readonly agreed_by: Consenter
  readonly agreed_at: string
  readonly proof: Proof
  readonly expire_time: string | undefined
  readonly withdraw_time: string | undefined
  readonly text_sha256: string
  readonly record_sha256: string
  readonly evidence_sha256: readonly string[]
  readonly notices: Readonly<Record<NoticeLanguage, NoticeWords>>
}

const words = {
  title: text({ zh: '会员同意凭证', en: 'Receipt of a consent' }),
  number: text({ zh: '凭证编号', en: 'Number' }),
  card: text({ zh: '会员卡号', en: 'Member card' }),
  reason: text({ zh: '注销原因', en: 'Reason' }),
  told: text({ zh: '告知', en: 'Informed' }),
  agreed: text({ zh: '同意', en: 'Agreed' }),
  proof: text({ zh: '证明', en: 'Proof' }),
  until: text({ zh: '同意的有效期至', en: 'Good until' }),
  unlimited: text({ zh: '会员卡作废或您撤回为止', en: 'Until the card is invalidated or you withdraw' }),
  withdrawn: text({ zh: '已于此时撤回', en: 'Withdrawn' }),
  purpose: text({ zh: '处理目的', en: 'Purpose' }),
  loss: text({ zh: '注销后失去', en: 'What is lost' }),
  brand: text({ zh: '由谁负责', en: 'Responsible' }),
  provider: text({ zh: '技术服务方', en: 'Service provider' }),
  withdrawal: text({ zh: '如何撤回', en: 'How to withdraw' }),
  notice: text({ zh: '告知文本', en: 'Notice' }),
  version: (version: number) => text({ zh: `第 ${version} 版`, en: `version ${version}` }),
  hashes: text({ zh: '校验', en: 'Hashes (SHA-256)' }),
  textHash: text({ zh: '告知文本', en: 'Text' }),
  recordHash: text({ zh: '本记录（审计日志中有同一哈希）', en: 'This record; the audit log has the same hash' }),
  evidence: text({ zh: '凭据文件', en: 'Evidence file' }),
}

/** A receipt that can be given to the member: Chinese first, then English. It stands alone and prints. */
export function receiptPage(receipt: ReceiptWords): string {
  return memberDocument('zh-CN', words.title['zh-CN'], markup`${half(receipt, 'zh-CN')}${half(receipt, 'en')}`)
}

function half(receipt: ReceiptWords, language: NoticeLanguage): Markup {
  const say = (one: LocalizedText) => one[language]
  const notice = receipt.notices[language]
  const time = (text: string) => say(minutesOf(text))
  const comma = language === 'en' ? ', ' : '，'
  const list = (pairs: readonly (readonly [LocalizedText, string])[]) =>
    pairs.filter(([, value]) => value !== '').map(([term, value]) => markup`<dt>${say(term)}</dt><dd class="lines">${value}</dd>`)
  const facts = list([
    [words.number, receipt.consent_id],
    [words.card, `**** ${receipt.code_last4}`],
    [words.reason, receipt.invalid_reason],
    [words.told, `${time(receipt.told_at)}\n${say(channelWords[receipt.channel])}${comma}${receipt.told_by}`],
    [
      words.agreed,
      `${time(receipt.agreed_at)}\n${say(consenterWords[receipt.agreed_by])}${comma}${say(expressionWords[receipt.expressed])}`,
    ],
    [words.proof, say(proofWords[receipt.proof])],
    [words.until, receipt.expire_time === undefined ? say(words.unlimited) : time(receipt.expire_time)],
    [words.withdrawn, receipt.withdraw_time === undefined ? '' : time(receipt.withdraw_time)],
  ])
  const meaning = list([
    [words.purpose, notice.purpose],
    [words.loss, notice.loss],
    [words.brand, [notice.brand_name, notice.brand_contact].filter((part) => part !== '').join('\n')],
    [words.provider, [notice.provider_name, notice.provider_contact].filter((part) => part !== undefined).join('\n')],
    [words.withdrawal, notice.withdrawal],
  ])
  const hashes = list([
    [words.textHash, receipt.text_sha256],
    [words.recordHash, receipt.record_sha256],
    ...receipt.evidence_sha256.map((sha256) => [words.evidence, sha256] as const),
  ])
  return markup`<div lang="${language}"><div class="top"><span class="brand">${notice.brand_name}</span></div>
<section><h1>${say(words.title)}</h1><dl>${facts}</dl></section>
<section><dl>${meaning}</dl></section>
<section><h2>${say(words.notice)} · ${say(words.version(notice.version))}</h2><p class="lines">${notice.text}</p></section>
<section class="soft"><h2>${say(words.hashes)}</h2><dl>${hashes}</dl></section></div>`
}
