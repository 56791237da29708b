import { DeskError } from '../contract/desk-error.ts'
import { allows } from '../contract/permission.ts'
import { hiddenCharacterOfLines } from '../contract/visible-text.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { insertNotice, listNotices, type NoticeRow } from '../store/notices.ts'
import { type Context, reading, secondsOf, write } from './context.ts'

/** A version of the text that members are shown before they agree. */
export interface Notice {
  readonly version: number
  readonly text_zh: string
  readonly text_en: string
  readonly create_time: number
}

/** Version 0, which every brand has: what the desk brings. */
const brought: Notice = {
  version: 0,
  text_zh: '您申请注销会员卡。注销后该会员卡将永久失效，无法恢复，卡内积分、等级与权益一并终止。请确认您已了解上述后果并同意注销。',
  text_en:
    'You have asked to end your membership. Your member card will become invalid for good and cannot be restored; its points, level and benefits end with it. Please confirm that you understand this and agree.',
  create_time: 0,
}

/** All versions, the newest first. */
async function noticesOf(context: Context, brand_id: string): Promise<Notice[]> {
  return [...(await listNotices(reading(context), brand_id)), brought]
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
  texts: Pick<Notice, 'text_zh' | 'text_en'>,
): Promise<Notice> {
  demand(actor, 'administer', brand_id)
  for (const field of ['text_zh', 'text_en'] as const) {
    const hidden = hiddenCharacterOfLines(texts[field])
    if (hidden !== undefined) throw new DeskError('character_hidden', { field, issue: hidden })
  }
  return write(context, async (store) => {
    const [newest] = await listNotices(store, brand_id)
    const version = (newest?.version ?? 0) + 1
    const row: NoticeRow = { brand_id, version, ...texts, create_time: secondsOf(context.clock), created_by: actor.staff_id }
    await insertNotice(store, row)
    await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'notice.add', facts: { version } }])
    return row
  })
}
