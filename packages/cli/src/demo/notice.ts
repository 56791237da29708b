import type { Desk } from '@card-member/desk'
import { brand_id } from './content.ts'
import { demoActor } from './staff.ts'

/** Adds a notice that names the demo's brand: a member who is asked by a link has to know who asks. */
export async function seedNotice(desk: Desk): Promise<void> {
  const admin = await demoActor(desk, 'chen')
  const versions = await desk.notices.list(admin, { brand_id })
  if (versions.some(({ brand_name }) => brand_name !== undefined)) return
  await desk.notices.add(admin, {
    brand_id,
    text_zh: '您申请注销青禾书店会员卡。注销后该会员卡将永久失效，无法恢复，卡内积分、等级与权益一并终止。',
    text_en: 'You ask to end your member card of Qinghe Books. The card ends for good; its points, level and benefits end with it.',
    brand_name: '青禾书店',
    brand_contact: 'service@qinghe.example.com',
  })
}
