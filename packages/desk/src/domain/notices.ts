import { createHash } from 'node:crypto'
import { canonical } from '../audit/canonical.ts'
import type { NoticeLanguage } from '../contract/consent.ts'
import { DeskError } from '../contract/desk-error.ts'
import type { NoticeDetails } from '../contract/notice.ts'
import { allows } from '../contract/permission.ts'
import { hiddenCharacterOfLines } from '../contract/visible-text.ts'
import { type Actor, demand, demandSecondFactor } from '../staff/actor.ts'
import { insertNotice, listNotices, type NoticeRow } from '../store/notices.ts'
import { type Context, reading, secondsOf, write } from './context.ts'

type Usual = 'purpose_zh' | 'purpose_en' | 'loss_zh' | 'loss_en' | 'withdrawal_zh' | 'withdrawal_en'

/** A version of the text that members are shown before they agree, and what it says of who is responsible and what is lost. */
export interface Notice extends Omit<NoticeDetails, Usual>, Readonly<Record<Usual, string>> {
  readonly version: number
  readonly text_zh: string
  readonly text_en: string
  readonly create_time: number
}

/** Version 0, which every brand has: what the desk brings. It names nobody who is responsible. */
const brought: Notice = {
  version: 0,
  text_zh: '您申请注销会员卡。注销后该会员卡将永久失效，无法恢复，卡内积分、等级与权益一并终止。请确认您已了解上述后果并同意注销。',
  text_en:
    'You have asked to end your membership. Your member card will become invalid for good and cannot be restored; its points, level and benefits end with it. Please confirm that you understand this and agree.',
  purpose_zh: '按会员本人的申请终止会员资格，并作废其会员卡。',
  purpose_en: 'To end the membership at the request of the member, and to invalidate the member card.',
  loss_zh: '会员卡永久失效，无法恢复；卡内积分、等级与权益一并终止。',
  loss_en: 'The member card becomes invalid for good and cannot be restored. Its points, level and benefits end with it.',
  withdrawal_zh: '会员卡作废之前，您可以随时联系品牌撤回同意。',
  withdrawal_en: 'Until the card is invalidated you can withdraw your consent at any time: contact the brand.',
  create_time: 0,
}

/** All versions, the newest first. */
async function noticesOf(context: Context, brand_id: string): Promise<Notice[]> {
  return [...(await listNotices(reading(context), brand_id)).map(noticeOfRow), brought]
}

/** The same for an actor who may look up cards of the brand, or administers it. */
export function noticesFor(context: Context, actor: Actor, brand_id: string): Promise<Notice[]> {
  if (!allows(actor.grants, 'administer', brand_id)) demand(actor, 'look_up', brand_id)
  return noticesOf(context, brand_id)
}

/** The version that is asked for, or the newest. @throws {DeskError} notice_unknown */
export async function noticeOf(context: Context, brand_id: string, version: number | undefined): Promise<Notice> {
  const all = await noticesOf(context, brand_id)
  const found = version === undefined ? all[0] : all.find((notice) => notice.version === version)
  if (found === undefined) throw new DeskError('notice_unknown', { field: 'notice_version' })
  return found
}

/** Adds a version; consents name it from now on unless they name another. */
export async function addNotice(
  context: Context,
  actor: Actor,
  brand_id: string,
  { text_zh, text_en, ...details }: Pick<Notice, 'text_zh' | 'text_en'> & NoticeDetails,
): Promise<Notice> {
  demand(actor, 'administer', brand_id)
  demandSecondFactor(actor, secondsOf(context.clock))
  for (const [field, text = ''] of Object.entries({ text_zh, text_en, ...details })) {
    const hidden = hiddenCharacterOfLines(text)
    if (hidden !== undefined) throw new DeskError('character_hidden', { field, issue: hidden })
  }
  return write(context, async (store) => {
    const [newest] = await listNotices(store, brand_id)
    const version = (newest?.version ?? 0) + 1
    const create_time = secondsOf(context.clock)
    const row: NoticeRow = {
      brand_id,
      version,
      text_zh,
      text_en,
      details: JSON.stringify(details),
      create_time,
      created_by: actor.staff_id,
    }
    await insertNotice(store, row)
    const notice = noticeOfRow(row)
    const facts = {
      version,
      text_sha256_zh: textHashOf(notice, 'zh-CN'),
      text_sha256_en: textHashOf(notice, 'en'),
      notice_sha256: noticeHashOf(notice),
    }
    await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'notice.add', facts }])
    return notice
  })
}

/** SHA-256 of the text that members are shown. */
export function textHashOf({ text_zh, text_en }: Pick<Notice, 'text_zh' | 'text_en'>, language: NoticeLanguage): string {
  return sha256Of(language === 'en' ? text_en : text_zh)
}

/** SHA-256 of everything that a version says. */
export function noticeHashOf(notice: Notice): string {
  return sha256Of(canonical(Object.fromEntries(Object.entries(notice))))
}

/** A version as it is stored, with what every notice says. */
export function noticeOfRow({ version, text_zh, text_en, details, create_time }: NoticeRow): Notice {
  const { purpose_zh, purpose_en, loss_zh, loss_en, withdrawal_zh, withdrawal_en } = brought
  const usual = { purpose_zh, purpose_en, loss_zh, loss_en, withdrawal_zh, withdrawal_en }
  const own: NoticeDetails = JSON.parse(details)
  return { ...usual, ...own, version, text_zh, text_en, create_time }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
